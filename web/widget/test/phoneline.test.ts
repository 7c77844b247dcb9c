// The call window's line, and what goes over it, without a browser.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Schemas } from '../../wire/frames'
import { newLasts } from '../src/phone/lasts'
import { newLine } from '../src/phone/line'
import { newPeer } from '../src/phone/peer'

class Socket {
  static all: Socket[] = []
  static get last(): Socket {
    return Socket.all.at(-1) as Socket
  }
  sent: string[] = []
  closed = false
  onopen = (): void => {}
  onclose = (_: { code: number; reason: string }): void => {}
  onmessage = (_: { data: string }): void => {}
  constructor() {
    Socket.all.push(this)
  }
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {
    this.closed = true
  }
  /** The server answers. */
  greet(): void {
    this.onopen()
    this.onmessage({ data: '{"type":"phone"}' })
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  Socket.all = []
  vi.stubGlobal('WebSocket', Socket)
  vi.stubGlobal('location', { origin: 'https://chat.shop.example' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const line = (goOn = true) => {
  const made = newLine(
    () => ({ type: 'phone', version: 1, key: 'k' }),
    () => {},
    () => goOn,
  )
  made.open()
  return made
}

test('whatever a server says when it closes, the next try comes after a while', () => {
  line()
  for (const reason of ['', 'retry', 'retry soon', 'over and out', 'retry -5']) {
    const before = Socket.all.length
    Socket.last.onclose({ code: 1011, reason })
    vi.advanceTimersByTime(400)
    expect([reason, Socket.all.length]).toEqual([reason, before])
    vi.advanceTimersByTime(5_000)
    expect([reason, Socket.all.length]).toEqual([reason, before + 1])
  }
})

test('F-34 the seconds that a server names are waited, and less than one more', () => {
  line()
  Socket.last.greet()
  Socket.last.onclose({ code: 1012, reason: 'retry 5' })
  vi.advanceTimersByTime(4_990)
  expect(Socket.all.length).toBe(1)
  vi.advanceTimersByTime(1_010)
  expect(Socket.all.length).toBe(2)
})

test('another network: a new socket takes the place of one that looks open; a line that is over stays so', () => {
  const mine = line()
  Socket.last.greet()
  mine.nudge(5e3)
  expect(Socket.all.length).toBe(1)
  vi.advanceTimersByTime(5_000)
  mine.nudge(5e3)
  expect([Socket.all.length, Socket.all[0]?.closed]).toEqual([2, true])
  mine.nudge(0)
  expect(Socket.all.length).toBe(3)
  mine.close()
  mine.nudge(0)
  vi.advanceTimersByTime(60_000)
  expect(Socket.all.length).toBe(3)
  const other = line(false)
  Socket.last.onclose({ code: 4003, reason: '' })
  other.nudge(0)
  expect(Socket.all.length).toBe(4)
})

test('silence counts from the last frame; after 25 s of it the line is taken for dead', () => {
  const mine = line()
  Socket.last.greet()
  vi.advanceTimersByTime(20_000)
  Socket.last.onmessage({ data: '{"type":"ping","at":1}' })
  expect(Socket.last.sent.at(-1)).toBe('{"type":"pong"}')
  vi.advanceTimersByTime(24_900)
  expect([mine.silence(), mine.send({ type: 'pong' })]).toEqual([24_900, true])
  vi.advanceTimersByTime(1_100)
  expect([mine.silence(), mine.send({ type: 'pong' })]).toEqual([26_000, false])
  expect(Socket.all.length).toBe(2)
})

test('barred: no socket in three tries or in 8 s', () => {
  const mine = line()
  for (let i = 0; i < 3; i++) {
    expect(mine.barred()).toBe(false)
    Socket.last.onclose({ code: 1006, reason: '' })
    if (i < 2) vi.advanceTimersByTime(2_000)
  }
  expect(mine.barred()).toBe(true)
  vi.advanceTimersByTime(3_000)
  Socket.last.onopen()
  expect(mine.barred()).toBe(false)
  const slow = line()
  vi.advanceTimersByTime(8_100)
  expect(slow.barred()).toBe(true)
})

const needs = () => {
  const said = { up: true, asks: 0, again: 0, doubts: 0 }
  const peer = newPeer({
    tell(kind) {
      if (said.up && kind === 'again') said.again++
      return said.up
    },
    ask: () => void said.asks++,
    heard() {},
    changed() {},
    doubt: () => void said.doubts++,
  })
  return { said, peer }
}
const access: Schemas['RelayFrame'] = {
  type: 'relay',
  call: 'c',
  urls: [],
  username: 'u',
  credential: 'p',
  until: 0,
  direct: false,
}

test('what could not be sent counts as never asked for', async () => {
  const { said, peer } = needs()
  said.up = false
  await peer.revive()
  said.up = true
  await peer.revive()
  expect(said.again).toBe(1)
  await peer.revive()
  expect(said.again).toBe(1)
  peer.close()
})

test('apart, the line is looked at too', () => {
  const { said, peer } = needs()
  vi.advanceTimersByTime(8_000)
  expect([said.doubts, said.again]).toEqual([1, 1])
  vi.advanceTimersByTime(5_000)
  expect([said.doubts, said.again]).toEqual([2, 2])
  peer.close()
})

test('access to the relay is asked for until it comes, and anew when it is old by this clock', () => {
  const { said, peer } = needs()
  vi.advanceTimersByTime(6_500)
  expect(said.asks).toBe(3)
  // By the server's clock it is long over, or far from it: the two may differ.
  peer.access(access)
  vi.advanceTimersByTime(60_000)
  peer.take({ kind: 'offer', round: 1, text: '' })
  expect(said.asks).toBe(3)
  vi.advanceTimersByTime(61_000)
  peer.take({ kind: 'offer', round: 2, text: '' })
  expect(said.asks).toBe(4)
  peer.close()
  vi.advanceTimersByTime(60_000)
  expect(said.asks).toBe(4)
})

test('a call lasts by this browser’s clock, however wrong it is', () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('window', {
    sessionStorage: {
      getItem: (name: string) => kept.get(name),
      setItem: (name: string, value: string) => kept.set(name, value),
    },
  })
  const side = { connected: false, muted: false, quality: 0 }
  const call = (id: string, connected?: number) =>
    ({ id, offeredBy: 'visitor', state: 'open', offered: 1, visitor: side, operator: side, connected }) as const
  vi.setSystemTime(1e12)
  const now = 1e12
  let lasts = newLasts('lasts')
  expect(lasts(undefined)).toBe(0)
  expect(lasts(call('slow'))).toBe(0)
  // This clock is an hour ahead, then an hour behind.
  expect(lasts(call('slow', now - 36e5))).toBe(now)
  vi.advanceTimersByTime(9_000)
  expect(lasts(call('slow', now - 36e5))).toBe(now)
  expect(lasts(call('fast'))).toBe(0)
  expect(lasts(call('fast', now + 36e5))).toBe(now + 9_000)
  // The next page of the tab knows.
  lasts = newLasts('lasts')
  vi.advanceTimersByTime(9_000)
  expect(lasts(call('fast', now + 36e5))).toBe(now + 9_000)
  // Not seen before, it has the server's word.
  expect(lasts(call('other', now - 5_000))).toBe(now - 5_000)
  // The line was away when it was connected.
  expect(lasts(call('late'))).toBe(0)
  vi.advanceTimersByTime(9_000)
  expect(lasts(call('late', now + 20_000))).toBe(now + 20_000)
})
