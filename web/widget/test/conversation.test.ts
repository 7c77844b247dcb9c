import { describe, expect, test } from 'vitest'
import { add, fetched, lineLost, missing, newTalk, stand, type Talk, unread } from '../src/chat/conversation'
import { linesOf } from '../src/chat/lines'
import type { Conversation, Message } from '../src/port'

const conversation = (change: Partial<Conversation> = {}): Conversation => ({
  id: 'c',
  kind: 'text',
  state: 'open',
  hold: false,
  name: 'Ana',
  initials: 'A',
  site: 'Shop',
  operatorHere: true,
  leaveMessage: false,
  lastSeq: 0,
  operatorGot: 0,
  operatorRead: 0,
  ...change,
})
const line = (seq: number, change: Partial<Message> = {}): Message => ({
  conversation: 'c',
  seq,
  id: `m${seq}`,
  from: 'operator',
  text: `text ${seq}`,
  at: seq,
  ...change,
})
const talkOf = (...seqs: number[]): Talk => {
  const talk = newTalk(conversation())
  for (const seq of seqs) add(talk, line(seq))
  return talk
}
const seqs = (talk: Talk): number[] => talk.lines.map(({ seq }) => seq)

describe('lines', () => {
  test.each([
    ['in order', [1, 2, 3], [1, 2, 3], 3],
    ['backwards', [3, 2, 1], [1, 2, 3], 3],
    ['with a gap', [1, 2, 5], [1, 2, 5], 2],
    ['a gap that is filled', [1, 4, 2, 3], [1, 2, 3, 4], 4],
    ['twice', [1, 1, 2, 2, 1], [1, 2], 2],
  ])('%s', (_, come, want, upTo) => {
    const talk = talkOf(...come)
    expect(seqs(talk)).toEqual(want)
    expect(talk.upTo).toBe(upTo)
  })

  test('every order of arrival gives the same picture', () => {
    for (let round = 0; round < 50; round++) {
      const come = [1, 2, 3, 4, 5, 6, 7, 8].map((seq) => ({ seq, at: Math.random() })).sort((a, b) => a.at - b.at)
      const talk = talkOf(...come.map(({ seq }) => seq), ...come.slice(0, 3).map(({ seq }) => seq))
      expect(seqs(talk)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      expect(talk.upTo).toBe(8)
    }
  })

  test('the same id under another number, or of another conversation, is not a second copy', () => {
    const talk = talkOf(1)
    expect(add(talk, line(2, { id: 'm1' }))).toBe(false)
    expect(add(talk, line(2, { conversation: 'other' }))).toBe(false)
    expect(seqs(talk)).toEqual([1])
  })
})

describe('gaps', () => {
  test('are asked for by number, once', () => {
    const talk = talkOf(1, 2, 5)
    expect(missing(talk)).toBe(2)
    expect(missing(talk)).toBeUndefined()
    add(talk, line(3))
    add(talk, line(4))
    fetched(talk, false)
    expect(talk.upTo).toBe(5)
    expect(missing(talk)).toBeUndefined()
  })

  test('the conversation’s last number tells of lines that never came', () => {
    const talk = talkOf(1)
    stand(talk, conversation({ lastSeq: 4 }))
    expect(missing(talk)).toBe(1)
  })

  test('a long history comes in parts', () => {
    const talk = newTalk(conversation({ lastSeq: 250 }))
    expect(missing(talk)).toBe(0)
    for (let seq = 1; seq <= 100; seq++) add(talk, line(seq))
    fetched(talk, true)
    expect(missing(talk)).toBe(100)
  })

  test('numbers that are not for the visitor do not make it ask for ever', () => {
    const talk = talkOf(1, 2, 5)
    missing(talk)
    fetched(talk, false)
    expect(missing(talk)).toBeUndefined()
    add(talk, line(6))
    expect(talk.upTo).toBe(6)
  })

  test('a fetch that the line swallowed is asked again', () => {
    const talk = talkOf(1, 3)
    expect(missing(talk)).toBe(1)
    lineLost(talk)
    expect(missing(talk)).toBe(1)
  })
})

describe('standing', () => {
  test('numbers never go back; what has ended stays so', () => {
    const talk = newTalk(conversation({ lastSeq: 9, operatorGot: 7 }))
    stand(talk, conversation({ lastSeq: 3, operatorGot: 2, hold: true }))
    expect([talk.conversation.lastSeq, talk.conversation.operatorGot, talk.conversation.hold]).toEqual([9, 7, true])
    stand(talk, conversation({ state: 'ended', endedBy: 'operator' }))
    stand(talk, conversation())
    expect(talk.conversation.endedBy).toBe('operator')
  })

  test('what was read stays read', () => {
    const talk = newTalk(conversation({ operatorRead: 5 }))
    stand(talk, conversation({ operatorRead: 2 }))
    expect(talk.conversation.operatorRead).toBe(5)
    stand(talk, conversation({ name: 'Bo', operatorRead: 0 }))
    expect(talk.conversation.operatorRead).toBe(0)
  })

  test('delivery begins anew with a colleague', () => {
    const talk = newTalk(conversation({ operatorGot: 7 }))
    stand(talk, conversation({ name: 'Bo', operatorGot: 0 }))
    expect(talk.conversation.operatorGot).toBe(0)
  })

  test('unread counts what the operator said', () => {
    const talk = talkOf(1, 2)
    add(talk, line(3, { from: 'system' }))
    add(talk, line(4, { from: 'visitor' }))
    expect([unread(talk, 0), unread(talk, 1), unread(talk, 2)]).toEqual([2, 1, 0])
  })
})

describe('what the visitor reads', () => {
  test('marks: sending, sent, delivered, read', () => {
    const talk = newTalk(conversation({ operatorGot: 2, operatorRead: 1 }))
    for (const seq of [1, 2, 3]) add(talk, line(seq, { from: 'visitor' }))
    const lines = linesOf(talk, [
      { id: 'u', conversation: 'c', text: 'new', at: 9 },
      { id: 'x', conversation: 'other', text: 'no', at: 9 },
    ])
    expect(lines.map(({ mark }) => mark)).toEqual(['read', 'delivered', 'sent', 'sending'])
  })

  test('the last line of a run bears the time', () => {
    const talk = talkOf(1, 2)
    add(talk, line(3, { from: 'visitor' }))
    expect(linesOf(talk, []).map(({ last }) => last)).toEqual([false, true, true])
  })

  test('while it holds, the banner says so and not the line', () => {
    const talk = talkOf(1)
    add(talk, line(2, { from: 'system', what: 'held', text: 'Ana has put the chat on hold' }))
    stand(talk, conversation({ hold: true }))
    expect(linesOf(talk, []).length).toBe(1)
    stand(talk, conversation())
    expect(linesOf(talk, []).length).toBe(2)
  })

  test('the visitor is spoken to as himself', () => {
    const talk = newTalk(conversation({ state: 'ended', endedBy: 'visitor' }))
    add(talk, line(1, { from: 'system', what: 'joined', text: 'Rui chose text chat' }))
    add(talk, line(2, { from: 'system', what: 'ended', text: 'Rui ended the chat' }))
    expect(linesOf(talk, []).map(({ text }) => text)).toEqual(['The chat has begun', 'You ended the chat'])
  })
})
