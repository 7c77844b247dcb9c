// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConsoleFrame, Schemas } from '../../../wire/frames'
import { serverNow } from './clock'
import { $floor, visitsIn } from './floor'
import {
  $conversations,
  $invitations,
  $keptOut,
  $me,
  $mine,
  $operators,
  $pictured,
  $queue,
  $sites,
  $visits,
  $zones,
  forgetPicture,
} from './live'
import { $profiles, closeProfiles, showProfile } from './profiles'
import { beforeVisitsChange, receive } from './receive'

const told = vi.hoisted(() => ({
  announceConversation: vi.fn(),
  announceMessage: vi.fn(),
  announceVisitors: vi.fn(),
  requestChanged: vi.fn(),
  receiveConversation: vi.fn(),
  receiveMessage: vi.fn(),
  receiveTyping: vi.fn(),
  receiveSites: vi.fn(),
  conversationsPictured: vi.fn(),
  invalidate: vi.fn(),
  get: vi.fn(),
}))
vi.mock('../alert/alert', () => ({
  announceConversation: told.announceConversation,
  announceMessage: told.announceMessage,
  announceVisitors: told.announceVisitors,
}))
vi.mock('../request/ringing', () => ({ requestChanged: told.requestChanged }))
vi.mock('../conversation/conversations', () => ({
  receiveConversation: told.receiveConversation,
  receiveMessage: told.receiveMessage,
  receiveTyping: told.receiveTyping,
  receiveSites: told.receiveSites,
  conversationsPictured: told.conversationsPictured,
}))
vi.mock('./api', async (original) => ({
  ...(await original<typeof import('./api')>()),
  queries: { invalidateQueries: told.invalidate, clear: () => {} },
  api: { get: told.get },
}))

type Conversation = Schemas['Conversation']

const visit = (id: string, zone = 'rest', over: Partial<Schemas['Visit']> = {}) =>
  ({ id, visitor: `of ${id}`, zone, site: 'shop', started: 1, pageSince: 1, presence: 'here', ...over }) as Schemas['Visit']
const zone = (id: string, over: Partial<Schemas['Zone']> = {}) =>
  ({ id, name: id, site: 'shop', order: 0, ...over }) as Schemas['Zone']
const operator = (id: string, over: Partial<Schemas['Operator']> = {}) => ({ id, name: id, ...over }) as Schemas['Operator']
const conversation = (id: string, over: Partial<Conversation> = {}) =>
  ({ id, visit: 'v1', visitor: 'of v1', state: 'open', operator: 'ana', started: 1, lastSeq: 1, ...over }) as Conversation
const request = (id: string, over: Partial<Schemas['Request']> = {}) =>
  ({ id, state: 'waiting', asked: 1, returned: false, invited: false, ringing: [], passes: [], ...over }) as Schemas['Request']
const picture = (over: Partial<Schemas['PictureFrame']> = {}): Schemas['PictureFrame'] => ({
  type: 'picture',
  at: Date.now(),
  epoch: 'one',
  me: 'ana',
  sites: [
    { id: 'shop', name: 'Shop', key: 'k', mode: 'full', origins: [], button: { corner: 'end', x: 28, y: 28, z: 2147483647 } },
  ],
  zones: [zone('rest', { default: true }), zone('cart')],
  visits: [visit('v1'), visit('v2', 'cart')],
  invitations: [],
  requests: [],
  conversations: [],
  operators: [operator('ana'), operator('ben')],
  keptOut: { robots: 1 } as Schemas['KeptOut'],
  ...over,
})
const visits = (over: Partial<Schemas['VisitsFrame']>): Schemas['VisitsFrame'] => ({
  type: 'visits',
  at: Date.now(),
  changed: [],
  gone: [],
  ...over,
})
const inZone = (id: string) => visitsIn($floor.get(), id).map((one) => one.id)

beforeEach(() => {
  forgetPicture()
  closeProfiles()
  for (const spy of Object.values(told)) spy.mockReset()
  told.get.mockResolvedValue(undefined)
})

describe('picture', () => {
  it('replaces everything that was known', () => {
    receive(
      picture({ invitations: [{ id: 'i1' } as Schemas['Invitation']], conversations: [conversation('c1', { operator: 'ben' })] }),
    )
    receive(picture({ visits: [visit('v3')], zones: [zone('rest', { default: true })], operators: [operator('ana')], sites: [] }))
    const ids = [$visits, $zones, $operators, $sites, $invitations].map((store) => Object.keys(store.get()))
    expect(ids).toEqual([['v3'], ['rest'], ['ana'], [], []])
    expect(Object.keys($conversations.get())).toEqual([])
    expect([$me.get(), $pictured.get(), inZone('rest'), inZone('cart')]).toEqual(['ana', true, ['v3'], []])
  })

  it('sets the clock to the server’s', () => {
    receive(picture({ at: Date.now() + 60_000 }))
    expect(Math.round((serverNow() - Date.now()) / 1000)).toBe(60)
  })

  it('says when the numbers of earlier pictures mean nothing any more', () => {
    receive(picture())
    receive(picture())
    receive(picture({ epoch: 'two' }))
    expect(told.conversationsPictured.mock.calls.map(([, anew]) => anew)).toEqual([false, false, true])
  })

  it('S-28 announces what became this operator’s while the line was down, but not what was there when the console opened', () => {
    receive(picture({ conversations: [conversation('c1')] }))
    expect(told.announceConversation).not.toHaveBeenCalled()
    receive(picture({ conversations: [conversation('c1'), conversation('c2'), conversation('c3', { operator: 'ben' })] }))
    expect(told.announceConversation.mock.calls.map(([one]) => one.id)).toEqual(['c2'])
  })

  it('asks how a conversation ended that was open before the line broke', async () => {
    told.get.mockResolvedValue(conversation('c1', { state: 'ended', endedBy: 'visitor' }))
    receive(picture({ conversations: [conversation('c1')] }))
    receive(picture())
    await vi.waitFor(() => expect($conversations.get().c1?.endedBy).toBe('visitor'))
    expect(told.get).toHaveBeenCalledWith('/conversations/c1')
  })
})

describe('visits', () => {
  it('MON-2 moves a visit to the zone of its page', () => {
    receive(picture())
    receive(visits({ changed: [visit('v1', 'cart', { pageSince: 2 })] }))
    expect([inZone('rest'), inZone('cart')]).toEqual([[], ['v2', 'v1']])
    expect($visits.get().v1?.zone).toBe('cart')
  })

  it('takes away who is gone and adds who has come', () => {
    receive(picture())
    receive(visits({ changed: [visit('v9', 'cart', { pageSince: 9 })], gone: ['v2', 'never known'] }))
    expect(Object.keys($visits.get())).toEqual(['v1', 'v9'])
    expect(inZone('cart')).toEqual(['v9'])
  })

  it('keeps what did not change as it is, so that only what changed is drawn', () => {
    receive(picture())
    const [v1, rest] = [$visits.get().v1, $floor.get().rest]
    receive(visits({ changed: [visit('v2', 'cart', { pages: 7 })] }))
    expect($visits.get().v1).toBe(v1)
    expect($floor.get().rest).toBe(rest)
  })

  it('takes how far the conversations of colleagues have come', () => {
    receive(picture({ conversations: [conversation('c1', { operator: 'ben' })] }))
    receive(visits({ talks: [conversation('c1', { operator: 'ben', lastSeq: 7 })] }))
    expect($conversations.get().c1?.lastSeq).toBe(7)
  })

  it('tells who wants to see it before the floor changes', () => {
    receive(picture())
    const seen: unknown[] = []
    const stop = beforeVisitsChange((before, after) => seen.push([before[0]?.zone, after[0]?.zone, inZone('rest')]))
    receive(visits({ changed: [visit('v1', 'cart')] }))
    stop()
    receive(visits({ changed: [visit('v1', 'rest')] }))
    expect(seen).toEqual([['rest', 'cart', ['v1']]])
  })

  it('MON-8 brings the count of those kept out', () => {
    receive(picture())
    receive(visits({ keptOut: { robots: 12 } as Schemas['KeptOut'] }))
    expect($keptOut.get()?.robots).toBe(12)
  })

  it('keeps an open profile as its visit stands, and as left when it is gone', async () => {
    receive(picture())
    await showProfile('v1')
    receive(visits({ changed: [visit('v1', 'cart')] }))
    expect($profiles.get().open[0]?.visit.zone).toBe('cart')
    receive(visits({ gone: ['v1'] }))
    expect($profiles.get().open[0]?.visit.presence).toBe('left')
  })

  it('takes in 500 changes among 10,000 visits without rebuilding the floor', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => visit(`m${i}`, i % 2 ? 'rest' : 'cart', { started: i }))
    receive(picture({ visits: many }))
    receive(visits({ changed: many.slice(0, 500).map((one) => ({ ...one, zone: 'cart', pages: 2 })) }))
    expect([inZone('rest').length, inZone('cart').length]).toEqual([4750, 5250])
  })
})

describe('requests', () => {
  const ids = () => $queue.get().map(({ id }) => id)

  it('QUE-1 stand in the queue in the order in which they are served: returned, invited, who waits longest', () => {
    const newcomer = request('new', { asked: 4 })
    receive(picture({ requests: [newcomer, request('old', { asked: 1 }), request('asked', { asked: 3, invited: true })] }))
    receive({ type: 'request', request: request('back', { asked: 9, returned: true, invited: true }) })
    expect(ids()).toEqual(['back', 'asked', 'old', 'new'])
  })

  it('go when they are over, and what was known of them is handed on', () => {
    receive(picture({ requests: [request('r1'), request('r2')] }))
    receive({ type: 'request', request: request('r1', { state: 'accepted', operator: 'ben' }) })
    receive({ type: 'request', request: request('never known', { state: 'left' }) })
    expect(ids()).toEqual(['r2'])
    expect(told.requestChanged.mock.calls.map(([before, now]) => [before?.state, now.state])).toEqual([
      ['waiting', 'accepted'],
      [undefined, 'left'],
    ])
    receive(picture())
    expect(ids()).toEqual([])
  })
})

describe('visitors who come', () => {
  it('ALT-1 are announced once, not on every change, and not when the console opens', () => {
    receive(picture())
    receive(visits({ changed: [visit('v1', 'cart'), visit('new'), visit('other')] }))
    receive(visits({ changed: [visit('new', 'cart')] }))
    expect(told.announceVisitors.mock.calls.map(([many]) => many)).toEqual([2, 0])
  })
})

describe('other frames', () => {
  it('takes in where an invitation stands', () => {
    receive({ type: 'invitation', invitation: { id: 'i1', state: 'shown' } as Schemas['Invitation'] })
    expect($invitations.get().i1?.state).toBe('shown')
  })

  it('S-28 announces a conversation once, when it becomes this operator’s', () => {
    receive(picture())
    receive({ type: 'conversation', conversation: conversation('c1') })
    receive({ type: 'conversation', conversation: conversation('c1', { hold: true }) })
    receive({ type: 'conversation', conversation: conversation('c2', { operator: 'ben' }) })
    expect(told.announceConversation).toHaveBeenCalledTimes(1)
    expect(told.receiveConversation.mock.calls.map(([one]) => one.id)).toEqual(['c1', 'c1', 'c2'])
    expect($mine.get().map(({ id, hold }) => [id, hold])).toEqual([['c1', true]])
    receive({ type: 'conversation', conversation: conversation('c1', { state: 'ended' }) })
    expect($mine.get()).toEqual([])
  })

  it('hands messages and typing on, and knows how far a conversation goes', () => {
    receive(picture({ conversations: [conversation('c1')] }))
    const message = { conversation: 'c1', seq: 5, id: 'm', from: 'visitor', text: 'hi', at: 1 } as Schemas['Message']
    receive({ type: 'message', message })
    receive({ type: 'typing', conversation: 'c1', on: true })
    expect(told.receiveMessage).toHaveBeenCalledWith(message)
    expect(told.announceMessage).toHaveBeenCalledWith(message)
    expect(told.receiveTyping).toHaveBeenCalledWith({ type: 'typing', conversation: 'c1', on: true })
    expect($conversations.get().c1?.lastSeq).toBe(5)
  })

  it('takes in how an operator stands', () => {
    receive(picture())
    receive({ type: 'operator', operator: operator('ben', { liveHelp: true }) })
    receive({ type: 'operator', operator: operator('new') })
    expect([$operators.get().ben?.liveHelp, $operators.get().new?.name]).toEqual([true, 'new'])
  })

  it('makes what was fetched be fetched again, and takes zones and sites that come along', () => {
    receive(picture())
    receive({ type: 'changed', what: 'zones', zones: [zone('rest', { default: true })] })
    expect([inZone('rest'), inZone('cart')]).toEqual([['v1', 'v2'], []])
    const before = Object.keys($sites.get())
    receive({
      type: 'changed',
      what: 'sites',
      sites: [
        {
          id: 'second',
          name: 'Second',
          key: 'k',
          mode: 'full',
          origins: [],
          button: { corner: 'end', x: 28, y: 28, z: 2147483647 },
        },
      ],
    })
    receive({ type: 'changed', what: 'canned' })
    expect(Object.keys($sites.get())).toEqual([...before, 'second'])
    expect(told.receiveSites.mock.calls.map(([sites]) => sites.map(({ id }: { id: string }) => id))).toEqual([['second']])
    expect(told.invalidate.mock.calls.map(([what]) => what.queryKey)).toEqual([['zones'], ['sites'], ['canned']])
  })

  it('ignores a frame of a type it does not know', () => {
    receive(picture())
    const before = [$visits, $zones, $conversations, $invitations, $operators].map((store) => store.get())
    receive({ type: 'from the future', visits: [] } as unknown as ConsoleFrame)
    receive({ type: 'ping', at: 1 })
    const after = [$visits, $zones, $conversations, $invitations, $operators].map((store) => store.get())
    expect(after.every((value, i) => value === before[i])).toBe(true)
  })
})
