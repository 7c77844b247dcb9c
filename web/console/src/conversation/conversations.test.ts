// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { api, Refusal } from '../state/api'
import {
  conversationsPictured,
  receiveConversation,
  receiveMessage,
  receiveSites,
  receiveTyping,
  say,
  startConversations,
} from './conversations'
import { $lines } from './following'
import { $outbox } from './outbox'
import { $visitorTyped, $visitorTypes } from './typing'

const conversation = (over: Partial<Schemas['Conversation']> = {}): Schemas['Conversation'] => ({
  id: 'c1',
  visitor: 'v1',
  visit: 's1',
  site: 'x',
  kind: 'text',
  state: 'open',
  hold: false,
  operator: 'ana',
  operatorName: 'Ana',
  visitorName: 'Rui',
  started: 1,
  lastSeq: 2,
  visitorGot: 0,
  operatorGot: 0,
  visitorRead: 0,
  operatorRead: 0,
  tags: [],
  visitorAway: false,
  ...over,
})
const line = (seq: number, id = `id-${seq}`): Schemas['Message'] => ({
  conversation: 'c1',
  seq,
  id,
  from: 'visitor',
  text: `t${seq}`,
  at: seq,
})
const settled = () => vi.advanceTimersByTimeAsync(0)
const seqs = () => $lines.get().c1?.list.map(({ seq }) => seq)

let stop = () => {}
let known: Schemas['Conversation'] | undefined
const send = vi.fn()

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
  vi.clearAllMocks()
  $lines.set({})
  known = conversation()
  stop = startConversations({ operator: 'ana', send, known: () => known })
})
afterEach(() => {
  stop()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('conversations', () => {
  it('after a break fetch by number what was missed, acknowledge it and post what is unsent, with its id', async () => {
    const post = vi.spyOn(api, 'post').mockRejectedValueOnce(new Refusal(0, 'no-answer', 'No answer.'))
    say('c1', 'written off line')
    await settled()
    const id = $outbox.get()[0]?.id
    expect(post).toHaveBeenCalledTimes(1)

    const get = vi.spyOn(api, 'get').mockResolvedValue({ messages: [line(1), line(2)], more: false })
    post.mockImplementation(async (_, body) => line(3, (body as { id: string }).id))
    conversationsPictured([conversation()], false)
    await settled()
    expect(get).toHaveBeenCalledWith('/conversations/c1/messages?after=0&limit=100')
    expect(post).toHaveBeenLastCalledWith('/conversations/c1/messages', { id, text: 'written off line' })
    expect(seqs()).toEqual([1, 2, 3])
    expect($outbox.get()).toEqual([])
    expect(send).toHaveBeenCalledWith({ type: 'got', conversation: 'c1', seq: 3 })
  })

  it('forget numbers that begin anew, and keep the outbox', async () => {
    vi.spyOn(api, 'post').mockRejectedValue(new Refusal(0, 'no-answer', 'No answer.'))
    say('c1', 'still unsent')
    receiveMessage(line(1))
    vi.spyOn(api, 'get').mockResolvedValue({ messages: [line(1, 'other')], more: false })
    conversationsPictured([conversation({ lastSeq: 1 })], true)
    await settled()
    expect($lines.get().c1?.list.map(({ id }) => id)).toEqual(['other'])
    expect($outbox.get().map(({ text }) => text)).toEqual(['still unsent'])
  })
})

describe('what a visitor has typed', () => {
  const site = (sneakPeek: boolean, id = 'x') => ({ id, sneakPeek }) as Schemas['Site']
  const seen = () => $visitorTyped.get().c1
  beforeEach(() => {
    vi.spyOn(api, 'get').mockResolvedValue({ messages: [], more: false })
    receiveTyping({ type: 'typing', conversation: 'c1', on: true, text: 'In blue?' })
  })

  it('stays while the conversation goes on', () => {
    receiveConversation(conversation({ lastSeq: 3 }))
    receiveSites([site(true), site(false, 'another')])
    expect(seen()).toBe('In blue?')
  })

  it.each<[string, Partial<Schemas['Conversation']>]>([
    ['a hold', { hold: true }],
    ['the end', { state: 'ended' }],
    ['a colleague who takes over', { operator: 'bert' }],
    ['his departure', { visitorAway: true }],
  ])('is forgotten with %s, and does not come back after it', (_, over) => {
    receiveConversation(conversation(over))
    receiveConversation(conversation())
    expect(seen()).toBeUndefined()
  })

  it('is forgotten with a message of his and with a new picture', () => {
    receiveMessage(line(1))
    expect(seen()).toBeUndefined()
    receiveTyping({ type: 'typing', conversation: 'c1', on: true, text: 'In red?' })
    conversationsPictured([conversation()], false)
    expect(seen()).toBeUndefined()
  })

  it('is forgotten when the sneak-peek is switched off, and does not come back with it; that he types is still so', () => {
    receiveSites([site(false)])
    receiveSites([site(true)])
    expect([seen(), $visitorTypes.get().c1]).toEqual([undefined, true])
  })
})
