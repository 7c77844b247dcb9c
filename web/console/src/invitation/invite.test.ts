import { describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { Refusal } from '../state/api'
import { $invitations, takeInvitation } from '../state/live'
import { makeInviter, sent } from './invite'

type Sent = { id: string; visitor: string; text: string }

const ids = (post: ReturnType<typeof vi.fn>) => post.mock.calls.map(([sent]) => (sent as Sent).id)

describe('an inviter', () => {
  it('sends one invitation, however often Send is pressed', async () => {
    const post = vi.fn(async (sent: Sent) => ({ id: sent.id }) as Schemas['Invitation'])
    const inviter = makeInviter('v1', 'text', post)
    const [first, second] = await Promise.all([inviter.send('Hello'), inviter.send('Hello')])
    expect(post).toHaveBeenCalledTimes(1)
    expect(first).toBe(second)
    expect(post.mock.calls[0]?.[0]).toMatchObject({ visitor: 'v1', text: 'Hello', kind: 'text' })
  })

  it('sends again with the same id when no answer came', async () => {
    const post = vi.fn(async (sent: Sent): Promise<Schemas['Invitation']> => {
      if (post.mock.calls.length === 1) throw new Refusal(0, 'no-answer', 'No answer.')
      if (post.mock.calls.length === 2) throw new Refusal(503, 'unavailable', 'Not now.')
      return { id: sent.id } as Schemas['Invitation']
    })
    const inviter = makeInviter('v1', 'text', post)
    expect((await inviter.send('Hello')).outcome).toBe('unanswered')
    expect((await inviter.send('Hello')).outcome).toBe('unanswered')
    expect((await inviter.send('Hello')).outcome).toBe('sent')
    expect(new Set(ids(post)).size).toBe(1)
  })

  it('S-37 says who was first', async () => {
    const inviter = makeInviter('v1', 'text', async () => {
      throw new Refusal(409, 'conflict', 'This visitor is in a chat with Ben', 'Ben')
    })
    expect(await inviter.send('Hello')).toEqual({ outcome: 'refused', who: 'Ben', detail: 'This visitor is in a chat with Ben' })
  })

  it('uses a new id for another text after a refusal', async () => {
    const post = vi.fn(async (): Promise<Schemas['Invitation']> => {
      throw new Refusal(400, 'invalid', 'There is no text to send')
    })
    const inviter = makeInviter('v1', 'text', post)
    await inviter.send('a')
    await inviter.send('b')
    expect(new Set(ids(post)).size).toBe(2)
  })
})

describe('an invitation that was just sent', () => {
  const invitation = (state: 'sent' | 'shown') => ({ id: 'i1', visit: 's1', state }) as Schemas['Invitation']

  it('shows at once', () => {
    $invitations.set({})
    sent(invitation('sent'))
    expect($invitations.get().i1?.state).toBe('sent')
  })

  it('S-35 never falls back behind what a faster frame has told', () => {
    $invitations.set({})
    takeInvitation(invitation('shown'))
    sent(invitation('sent'))
    expect($invitations.get().i1?.state).toBe('shown')
  })
})
