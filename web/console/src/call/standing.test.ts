import { beforeEach, describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $conversations } from '../state/live'
import { $calling, type OpenCall, type Part, planOf, ringsHere } from './standing'

type Conversation = Schemas['Conversation']

const side = { connected: false, muted: false, quality: 0 }
const talk = (id: string, call: Partial<Schemas['Call']> = {}, more: Partial<Conversation> = {}) =>
  ({
    id,
    state: 'open',
    hold: false,
    operator: 'ana',
    call: {
      id: `call-${id}`,
      offeredBy: 'visitor',
      state: 'open',
      offered: 1,
      accepted: 2,
      window: 'here',
      visitor: side,
      operator: side,
      ...call,
    },
    ...more,
  }) as OpenCall
const part = (more: Partial<Part> = {}): Part => ({ window: 'here', talks: new Map(), ear: undefined, open: new Set(), ...more })
const carrying = (...ids: string[]) =>
  part({ talks: new Map(ids.map((id) => [id, `call-${id}`])), ear: ids[0], open: new Set(ids) })

describe('what a window carries', () => {
  it('begins the sound of an open call that is its own, not of another window’s, and not before it is accepted', () => {
    const all = [talk('a'), talk('b', { window: 'there' }), talk('c', { state: 'ringing' }), talk('d', { state: 'ended' })]
    expect(planOf(all, part()).begin.map(({ id }) => id)).toEqual(['a'])
    expect(planOf(all, part({ window: '' })).begin).toEqual([])
  })

  it('ends it with the call, and when another window takes it', () => {
    const now = carrying('a')
    expect(planOf([talk('a', { state: 'ended' })], now).end).toEqual(['a'])
    expect(planOf([talk('a', { window: 'there' })], now).end).toEqual(['a'])
    expect(planOf([], now).end).toEqual(['a'])
    expect(planOf([talk('a')], now)).toMatchObject({ begin: [], end: [] })
  })

  it('begins anew with the next call of the same conversation', () => {
    const plan = planOf([talk('a', { id: 'second' })], carrying('a'))
    expect(plan.end).toEqual(['a'])
    expect(plan.begin.map(({ call }) => call.id)).toEqual(['second'])
  })

  it('puts the first call on hold when a second begins: one microphone is open', () => {
    const plan = planOf([talk('a'), talk('b', { accepted: 9 })], carrying('a'))
    expect(plan).toMatchObject({ ear: 'b', hold: ['a'] })
  })

  it('puts the second on hold when the first is resumed', () => {
    const now = { ...carrying('a', 'b'), ear: 'b', open: new Set(['b']) }
    expect(planOf([talk('a'), talk('b', { accepted: 9 })], now)).toMatchObject({ ear: 'a', hold: ['b'] })
  })

  it('says hold once', () => {
    const now = { ...carrying('a', 'b'), ear: 'b' }
    expect(planOf([talk('a'), talk('b')], now).hold).toEqual([])
    expect(planOf([talk('a', {}, { hold: true }), talk('b')], now)).toMatchObject({ ear: 'b', hold: [] })
  })
})

describe('calls of all', () => {
  beforeEach(() => $conversations.set({}))

  it('stay the same map while none rings, is taken or ends', () => {
    $conversations.set({ a: talk('a'), b: talk('b', { state: 'ended' }) })
    const before = $calling.get()
    expect([...before]).toEqual([['a', 'open']])
    $conversations.set({ a: talk('a', { connected: 5 }), b: talk('b', { state: 'ended' }) })
    expect($calling.get()).toBe(before)
    $conversations.set({ a: talk('a', { state: 'ringing' }) })
    expect([...$calling.get()]).toEqual([['a', 'ringing']])
    $conversations.set({})
    expect([...$calling.get()]).toEqual([])
  })

  it('ring here when the visitor has offered them', () => {
    expect(ringsHere(talk('a', { state: 'ringing' }))).toBe(true)
    expect(ringsHere(talk('a', { state: 'ringing', offeredBy: 'operator' }))).toBe(false)
    expect(ringsHere(talk('a'))).toBe(false)
  })
})
