import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { VisitorFrame } from '../../wire/frames'
import { type Link, newLink, retryDelay } from '../src/loader/link'

class Socket {
  static all: Socket[] = []
  sent: { type: string }[] = []
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number; reason: string }) => void
  closed = false
  constructor(readonly address: string) {
    Socket.all.push(this)
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  close(): void {
    this.closed = true
  }
  hear(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  end(code: number, reason = ''): void {
    this.onclose?.({ code, reason })
  }
}

const welcome = { type: 'welcome', keep: 'browser', chat: '/w/chat.js' }
const latest = (): Socket => Socket.all[Socket.all.length - 1] as Socket

let taken: VisitorFrame[]
let losses: [number, boolean][]
let urgent: boolean
let link: Link

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  vi.stubGlobal('window', { WebSocket: Socket })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  Socket.all = []
  taken = []
  losses = []
  urgent = false
  link = newLink(
    'https://host',
    () => ({ type: 'pong' }),
    (frame) => taken.push(frame),
    (code, stopped) => losses.push([code, stopped]),
    () => urgent,
  )
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const connect = (): Socket => {
  link.open()
  latest().onopen?.()
  latest().hear(welcome)
  return latest()
}

describe('retryDelay', () => {
  const table: [string, number, number, string, boolean, number, number][] = [
    // what, attempt, code, reason, urgent, least and most seconds
    ['first, nothing named: a part of 5 s', 0, 1006, '', false, 0, 5],
    ['first, seconds named: a part of them', 0, 1012, 'retry 20', false, 0, 20],
    ['a restart with something open: a part of 5 s at most', 0, 1012, 'retry 32', true, 0, 5],
    ['a restart with something open, fewer seconds named', 0, 1012, 'retry 2', true, 0, 2],
    ['second: full jitter from 1 s', 1, 1006, '', false, 0, 1],
    ['third: doubled', 2, 1006, '', false, 0, 2],
    ['fifth', 4, 1006, '', false, 0, 8],
    ['idle: capped at 60 s', 40, 1006, '', false, 0, 60],
    ['urgent: capped at 5 s', 40, 1006, '', true, 0, 5],
    ['1001', 1, 1001, '', false, 0, 1],
    ['1008: the longest wait', 0, 1008, '', false, 60, 60],
    ['1008 urgent', 0, 1008, '', true, 5, 5],
    ['1009', 1, 1009, '', false, 0, 1],
    ['1011', 1, 1011, '', false, 0, 1],
    ['1013: not before the seconds named', 0, 1013, 'retry 30', false, 30, 60],
    ['1013: the seconds named hold with something open too', 0, 1013, 'retry 30', true, 30, 35],
    ['1013: nothing named', 0, 1013, '', false, 5, 10],
    ['4008', 0, 4008, '', false, 0, 5],
    ['4009', 0, 4009, '', false, 0, 5],
  ]
  test.each(table)('%s', (_, attempt, code, reason, hurry, least, most) => {
    for (const [random, want] of [
      [0, least],
      [0.999999, most],
    ] as const) {
      vi.mocked(Math.random).mockReturnValue(random)
      expect(retryDelay(attempt, code, reason, hurry) / 1000).toBeCloseTo(want, 3)
    }
  })

  test('spreads evenly over the whole wait', () => {
    vi.restoreAllMocks()
    const waits = Array.from({ length: 4000 }, () => retryDelay(10, 1006, '', false) / 1000)
    const tenths = Array.from({ length: 10 }, (_, i) => waits.filter((wait) => Math.floor(wait / 6) === i).length)
    expect(Math.max(...waits)).toBeLessThan(60)
    for (const count of tenths) expect(count).toBeGreaterThan(300)
  })
})

describe('close codes', () => {
  test.each([
    [1001, true],
    [1006, true],
    [1008, true],
    [1009, true],
    [1011, true],
    [1012, true],
    [1013, true],
    [4001, true],
    [4003, false],
    [4008, true],
    [4009, true],
    [4010, false],
    [4011, false],
  ])('%i: comes back %s', (code, again) => {
    connect().end(code)
    expect(losses).toEqual([[code, !again]])
    vi.advanceTimersByTime(130_000)
    expect(Socket.all.length > 1).toBe(again)
    if (again) return
    link.nudge()
    vi.advanceTimersByTime(130_000)
    expect(Socket.all.length).toBe(1)
  })
})

describe('the line', () => {
  test('says hello first, answers a ping at once, and hands on everything else', () => {
    const socket = connect()
    socket.hear({ type: 'ping' })
    expect(socket.sent.map(({ type }) => type)).toEqual(['pong', 'pong'])
    expect(taken.map(({ type }) => type)).toEqual(['welcome'])
  })

  test('sends nothing before the welcome', () => {
    link.open()
    latest().onopen?.()
    expect(link.send({ type: 'pong' })).toBe(false)
    latest().hear(welcome)
    expect(link.send({ type: 'pong' })).toBe(true)
  })

  test('is dead after 45 s of silence, not before', () => {
    const socket = connect()
    vi.advanceTimersByTime(40_000)
    socket.hear({ type: 'ping' })
    vi.advanceTimersByTime(44_999)
    expect(losses).toEqual([])
    vi.advanceTimersByTime(1)
    expect(losses).toEqual([[1006, false]])
    expect(socket.closed).toBe(true)
  })

  test('gives up a connection that is not welcomed within 10 s', () => {
    link.open()
    vi.advanceTimersByTime(10_000)
    expect(losses).toEqual([[1006, false]])
  })

  test('a dead socket has no more say', () => {
    const first = connect()
    vi.advanceTimersByTime(45_000)
    first.hear({ type: 'kept', page: 'x' })
    first.end(1000)
    expect(losses.length).toBe(1)
    expect(taken.length).toBe(1)
  })

  test('doubles its waits while the server is away, and begins anew after 60 s of health', () => {
    const gaps: number[] = []
    let last = Date.now()
    connect().end(1006)
    for (let i = 0; i < 9; i++) {
      const count = Socket.all.length
      while (Socket.all.length === count) vi.advanceTimersByTime(100)
      gaps.push(Date.now() - last)
      last = Date.now()
      latest().end(1006)
    }
    expect(gaps.map((gap) => Math.round(gap / 500) / 2)).toEqual([2.5, 0.5, 1, 2, 4, 8, 16, 30, 30])
    vi.advanceTimersByTime(30_000)
    latest().hear(welcome)
    for (let i = 0; i < 3; i++) {
      vi.advanceTimersByTime(20_000)
      latest().hear({ type: 'ping' })
    }
    const count = Socket.all.length
    latest().end(1006)
    vi.advanceTimersByTime(2_500)
    expect(Socket.all.length).toBe(count + 1)
  })

  test('a line healthy for less than 60 s does not begin anew', () => {
    connect().end(1006)
    vi.advanceTimersByTime(2_500)
    latest().hear(welcome)
    latest().end(1006)
    vi.advanceTimersByTime(500)
    expect(Socket.all.length).toBe(3)
  })

  test('with something open, tries are at most 5 s apart however long it lasts', () => {
    urgent = true
    vi.mocked(Math.random).mockReturnValue(0.999)
    connect().end(1006)
    for (let i = 0; i < 20; i++) {
      const count = Socket.all.length
      vi.advanceTimersByTime(5_000)
      expect(Socket.all.length).toBe(count + 1)
      latest().end(1006)
    }
  })

  test('a nudge tries at once, but not more than once in 2 s', () => {
    vi.mocked(Math.random).mockReturnValue(0.999)
    connect()
    vi.advanceTimersByTime(5_000)
    latest().end(1006)
    link.nudge()
    vi.advanceTimersByTime(0)
    expect(Socket.all.length).toBe(2)
    latest().end(1006)
    link.nudge()
    link.nudge()
    vi.advanceTimersByTime(1_999)
    expect(Socket.all.length).toBe(2)
    vi.advanceTimersByTime(1)
    expect(Socket.all.length).toBe(3)
  })

  test('a nudge after sleep takes a silent line for dead; a fresh one stays', () => {
    const socket = connect()
    vi.setSystemTime(Date.now() + 20_000)
    link.nudge()
    expect(socket.closed).toBe(false)
    vi.setSystemTime(Date.now() + 3600_000)
    link.nudge()
    expect(socket.closed).toBe(true)
    vi.advanceTimersByTime(0)
    expect(Socket.all.length).toBe(2)
  })

  test('closed, it stays away until it is opened again', () => {
    const socket = connect()
    link.close()
    expect(socket.closed).toBe(true)
    link.nudge()
    vi.advanceTimersByTime(600_000)
    expect(Socket.all.length).toBe(1)
    link.open()
    expect(Socket.all.length).toBe(2)
    expect(losses).toEqual([])
  })

  test('what a page put on Object.prototype is neither sent nor taken', () => {
    const proto = Object.prototype as unknown as Record<string, unknown>
    proto.toJSON = () => 'foreign'
    proto.token = 'foreign'
    try {
      const socket = connect()
      expect(socket.sent[0]).toEqual({ type: 'pong' })
      expect((taken[0] as { token?: string }).token).toBeUndefined()
    } finally {
      delete proto.toJSON
      delete proto.token
    }
  })
})
