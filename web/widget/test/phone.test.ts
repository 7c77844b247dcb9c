import { expect, test } from 'vitest'
import { count, qualityOf } from '../src/phone/quality'
import { newRounds, sessionOf } from '../src/phone/rounds'
import { type Facts, screenOf, speaks } from '../src/phone/screen'
import { clock } from '../src/phone/words'
import type { Conversation } from '../src/port'

type Call = NonNullable<Conversation['call']>

const side = { connected: false, muted: false, quality: 0 }
const call = (change: Partial<Call>): Call => ({
  id: 'call-000000000001',
  offeredBy: 'visitor',
  state: 'open',
  offered: 1,
  visitor: side,
  operator: side,
  ...change,
})
const conversation = (change: Partial<Conversation>): Conversation => ({
  id: 'conversation-0000001',
  kind: 'voice',
  state: 'open',
  hold: false,
  name: 'Ana',
  initials: 'A',
  site: 'Velo & Bell',
  operatorHere: true,
  leaveMessage: false,
  lastSeq: 0,
  operatorGot: 0,
  operatorRead: 0,
  ...change,
})
const facts = (change: Partial<Facts>): Facts => ({
  line: 'up',
  barred: false,
  leave: 'given',
  mic: 'on',
  wanted: false,
  hope: true,
  waits: false,
  conversation: conversation({}),
  heard: false,
  met: false,
  still: false,
  why: '',
  lost: false,
  ...change,
})

test('candidates wait for their offer; what is of an earlier round is passed over', () => {
  const rounds = newRounds()
  const offer = (round: number) => ({ kind: 'offer', round, text: `offer ${round}` }) as const
  const candidate = (round: number, text: string) => ({ kind: 'candidate', round, text }) as const
  expect(rounds.take(candidate(1, 'early'))).toEqual([])
  expect(rounds.take(candidate(2, 'earlier still'))).toEqual([])
  expect(rounds.take(offer(1))).toEqual([offer(1), candidate(1, 'early')])
  expect(rounds.take(candidate(1, 'next'))).toEqual([candidate(1, 'next')])
  expect(rounds.take(offer(2))).toEqual([offer(2), candidate(2, 'earlier still')])
  expect(rounds.take(candidate(1, 'late'))).toEqual([])
  expect(rounds.take(offer(2))).toEqual([])
  expect(rounds.take(offer(1))).toEqual([])
  expect(rounds.latest()).toBe(2)
})

test('what comes early is bounded', () => {
  const rounds = newRounds()
  for (let i = 0; i < 500; i++) rounds.take({ kind: 'candidate', round: 1, text: `${i}` })
  expect(rounds.take({ kind: 'offer', round: 1, text: '' }).length).toBe(101)
})

test('a description names the connection that made it', () => {
  expect(sessionOf('v=0\r\no=- 4611 2 IN IP4 0.0.0.0\r\ns=-\r\n')).toBe('4611')
  expect(sessionOf('')).toBe('')
})

test('VOI-1 quality comes from what was counted since the last time', () => {
  const at = (received: number, lost: number, away = 0, way = 0) => ({ received, lost, away, way })
  expect(qualityOf(undefined, at(9, 0))).toBe(0)
  expect(qualityOf(at(0, 0), at(100, 0))).toBe(4)
  expect(qualityOf(at(100, 50), at(200, 53))).toBe(3)
  expect(qualityOf(at(100, 0), at(200, 8))).toBe(2)
  expect(qualityOf(at(100, 0), at(200, 30))).toBe(1)
  expect(qualityOf(at(100, 0), at(200, 0, 0.2))).toBe(1)
  expect(qualityOf(at(100, 0), at(200, 0, 0, 0.7))).toBe(2)
  expect(qualityOf(at(100, 0), at(100, 0))).toBe(1)
  const stats = new Map<string, object>([
    ['a', { type: 'inbound-rtp', packetsReceived: 5, packetsLost: 1 }],
    ['b', { type: 'remote-inbound-rtp', fractionLost: 0.25 }],
    ['c', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.1 }],
    ['d', { type: 'candidate-pair', currentRoundTripTime: 9 }],
  ])
  expect(count(stats as unknown as RTCStatsReport)).toEqual({ received: 5, lost: 1, away: 0.25, way: 0.1 })
})

const ringing = (offeredBy: Call['offeredBy']) => conversation({ call: call({ state: 'ringing', offeredBy }) })
const ended = (endedBy: Call['endedBy'], change = {}) => conversation({ call: call({ state: 'ended', endedBy }), ...change })

test.each<[string, Partial<Facts>, string, RegExp, string[]]>([
  [
    'wanted of an operator who is away',
    { wanted: true, mic: 'off', conversation: ended('lost', { operatorHere: false }) },
    'Ana is away for a moment',
    /microphone is off/,
    ['text'],
  ],
  [
    'opened by a link',
    { leave: 'press', wanted: true, mic: 'off' },
    'Voice chat with Velo & Bell',
    /not opened by a click/,
    ['close', 'start'],
  ],
  [
    'a link in the queue',
    { leave: 'press', wanted: true, mic: 'off', conversation: undefined },
    'Voice chat',
    /goes on when/,
    ['close', 'start'],
  ],
  [
    'a link into an open call',
    { leave: 'press', mic: 'off', conversation: conversation({ call: call({}) }) },
    'Voice chat with Velo & Bell',
    /off/,
    ['close', 'start'],
  ],
  [
    'a link while it rings',
    { leave: 'press', mic: 'off', conversation: ringing('operator') },
    'Ana is calling',
    /off until/,
    ['decline', 'accept'],
  ],
  [
    'no line to be had',
    { barred: true, wanted: true, line: 'away', conversation: undefined },
    'No voice chat',
    /This network/,
    ['text'],
  ],
  [
    'given up',
    { lost: true, line: 'away', conversation: conversation({ call: call({}) }) },
    'Call ended',
    /lost/,
    ['close', 'call'],
  ],
  ['given up, nobody to call', { lost: true, conversation: conversation({ noVoice: 'No' }) }, 'Call ended', /lost/, ['close']],
  ['operator gone', { conversation: ended('over') }, 'Call ended', /had to leave/, ['close', 'call']],
  ['microphone asked for', { wanted: true, mic: 'asking' }, 'Your microphone', /so that you can be heard/, ['text']],
  ['refused', { wanted: true, mic: 'refused' }, 'No microphone', /Allow it/, ['text', 'retry']],
  ['none', { wanted: true, mic: 'none' }, 'No microphone', /None was found/, ['text', 'retry']],
  ['in use', { wanted: true, mic: 'busy' }, 'No microphone', /Another program/, ['text', 'retry']],
  ['not secure', { wanted: true, mic: 'insecure' }, 'No microphone', /https/, ['text']],
  ['no operator yet', { wanted: true, conversation: undefined }, 'Routing your call…', /soon/, ['text']],
  ['request over', { wanted: true, conversation: undefined, hope: false }, 'No call', /page/, ['close']],
  ['returned to the queue', { wanted: true, conversation: conversation({ name: '' }) }, 'Routing your call…', /soon/, ['text']],
  ['ringing there', { conversation: ringing('visitor') }, 'Calling Ana…', /open/, ['hangUp']],
  ['ringing here', { conversation: ringing('operator') }, 'Ana is calling', /off until/, ['decline', 'accept']],
  ['connecting', { conversation: conversation({ call: call({}) }) }, 'Connecting…', /^$/, ['hangUp']],
  ['in the call', { heard: true, met: true, conversation: conversation({ call: call({}) }) }, 'Ana', /^$/, ['mute', 'hangUp']],
  [
    'operator muted',
    { heard: true, conversation: conversation({ call: call({ operator: { ...side, muted: true } }) }) },
    'Ana',
    /Ana’s microphone is off/,
    ['mute', 'hangUp'],
  ],
  ['apart', { met: true, conversation: conversation({ call: call({}) }) }, 'Connecting again…', /lost/, ['hangUp']],
  [
    'HLD-1 held',
    { heard: true, conversation: conversation({ hold: true, call: call({}) }) },
    'On hold',
    /Both microphones/,
    ['hangUp'],
  ],
  ['hung up here', { conversation: ended('visitor') }, 'Call ended', /You hung up/, ['close', 'call']],
  ['hung up there', { conversation: ended('operator') }, 'Call ended', /Ana hung up/, ['close', 'call']],
  ['lost', { conversation: ended('lost') }, 'Call ended', /connection was lost/, ['close', 'call']],
  ['never connected', { conversation: ended('not-connected') }, 'Call ended', /not be connected/, ['close', 'call']],
  ['calls not possible now', { conversation: ended('operator', { noVoice: 'No' }) }, 'Call ended', /hung up/, ['close']],
  [
    'refused by the server',
    { why: 'All lines are taken', conversation: conversation({}) },
    'Call ended',
    /All lines/,
    ['close', 'call'],
  ],
  ['chat over', { conversation: ended('over', { state: 'ended' }) }, 'Call ended', /chat has ended/, ['close']],
  ['key unknown', { line: 'unknown', conversation: undefined }, 'No call', /page/, ['close']],
  ['elsewhere', { line: 'elsewhere' }, 'Your call is in another window', /^$/, ['close']],
  ['impossible', { wanted: true, conversation: conversation({ noVoice: 'Ana can’t' }) }, 'No voice chat', /Ana can’t/, ['text']],
])('screen: %s', (_, change, title, text, acts) => {
  const [, heading, words, ...can] = screenOf(facts(change))
  expect([heading, can]).toEqual([title, acts])
  expect(words).toMatch(text)
})

test('T-45 the microphone has a reason only while a call is wanted or goes on', () => {
  expect(speaks(facts({ wanted: true, waits: true, conversation: undefined }))).toBe(true)
  expect(speaks(facts({ wanted: true, conversation: undefined }))).toBe(false)
  expect(speaks(facts({ wanted: true, conversation: conversation({ noVoice: 'No' }) }))).toBe(false)
  expect(speaks(facts({ conversation: conversation({ noVoice: 'No', call: call({}) }) }))).toBe(true)
  for (const leave of ['unknown', 'press'] as const)
    expect(speaks(facts({ leave, wanted: true, conversation: conversation({ call: call({}) }) }))).toBe(false)
  expect(speaks(facts({ wanted: true, conversation: undefined, hope: false }))).toBe(false)
  expect(speaks(facts({ conversation: conversation({ call: call({}) }) }))).toBe(true)
  expect(speaks(facts({ conversation: ringing('operator') }))).toBe(false)
  expect(speaks(facts({ conversation: ended('operator') }))).toBe(false)
  expect(speaks(facts({ wanted: true, conversation: conversation({ state: 'ended' }) }))).toBe(false)
  expect(speaks(facts({ lost: true, conversation: conversation({ call: call({}) }) }))).toBe(false)
})

test('how long a call lasts', () => {
  expect(clock(0)).toBe('')
  expect(clock(Date.now() - 151_000)).toBe('2:31')
  expect(clock(Date.now() + 5_000)).toBe('0:00')
})
