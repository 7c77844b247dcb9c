import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { conversationOf } from './conversationOf'

type Conversation = Schemas['Conversation']
const conversation = (id: string, over: Partial<Conversation> = {}) =>
  ({ id, visitor: 'v', visit: 's', state: 'ended', started: 1, ...over }) as Conversation
const of = (known: Conversation[], fetched: Conversation[]) => conversationOf({ id: 's', visitor: 'v' }, known, fetched)?.id

describe('the conversation of a visit', () => {
  it('is the open one, though a later visit', () => {
    expect(of([conversation('old'), conversation('now', { state: 'open', visit: 'other' })], [])).toBe('now')
  })

  it('is, after a reload, the last of this visit that ended', () => {
    const fetched = [
      conversation('first'),
      conversation('last', { started: 5 }),
      conversation('other', { visit: 'x', started: 9 }),
    ]
    expect(of([], fetched)).toBe('last')
    expect(of([conversation('stranger', { visitor: 'w' })], fetched)).toBe('last')
  })

  it('is none that was fetched as open: what is open is known', () => {
    expect(of([], [conversation('stale', { state: 'open' })])).toBeUndefined()
  })

  it('is what is known of it, not what was fetched', () => {
    const known = conversation('c', { endedBy: 'visitor' })
    expect(conversationOf({ id: 's', visitor: 'v' }, [known], [conversation('c')])).toBe(known)
  })
})
