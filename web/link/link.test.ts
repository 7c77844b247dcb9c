// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBackoff } from './backoff'
import { consoleSocketURL, type Link, type LinkEnd, type LinkState, makeLink, secondsIn } from './link'

class FakeSocket {
  static all: FakeSocket[] = []
  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1)
    if (!last) throw new Error('no socket was opened')
    return last
  }
  readyState = 0
  sent: unknown[] = []
  closed = false
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number; reason: string }) => void
  constructor(readonly url: string) {
    FakeSocket.all.push(this)
  }
  send(data: string) {
    this.sent.push(JSON.parse(data))
  }
  close() {
    this.closed = true
  }
  opens() {
    this.readyState = 1
    this.onopen?.()
  }
  says(frame: unknown) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) })
  }
  breaks(code: number, reason = '') {
    this.readyState = 3
    this.onclose?.({ code, reason })
  }
}

let links: Link[] = []
let states: LinkState[]
let frames: { type: string }[]
let ends: LinkEnd[]
let tickets: (string | undefined | Error)[]

function link(random = 1): Link {
  const made = makeLink({
    url: 'wss://beckon.example/api/v1/live',
    ticket: async () => {
      const ticket = tickets.length > 0 ? tickets.shift() : 'a ticket'
      if (ticket instanceof Error) throw ticket
      return ticket
    },
    receive: (frame) => frames.push(frame),
    state: (state) => states.push(state),
    ended: (why) => ends.push(why),
    backoff: makeBackoff(5000, () => random),
  })
  links.push(made)
  return made
}

async function connected(random = 1): Promise<Link> {
  const made = link(random)
  await vi.advanceTimersByTimeAsync(0)
  FakeSocket.last.opens()
  FakeSocket.last.says({ type: 'picture' })
  return made
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  FakeSocket.all = []
  states = []
  frames = []
  ends = []
  tickets = []
})

afterEach(() => {
  for (const one of links) one.stop()
  links = []
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a line', () => {
  it('begins with a ticket that is not in the address, and is connected once the picture is there', async () => {
    link()
    await vi.advanceTimersByTimeAsync(0)
    const socket = FakeSocket.last
    expect(socket.url).not.toContain('ticket')
    socket.opens()
    expect(socket.sent).toEqual([{ type: 'watch', version: 1, ticket: 'a ticket' }])
    expect(states).toEqual(['connecting'])
    socket.says({ type: 'picture' })
    expect(states).toEqual(['connecting', 'connected'])
    expect(frames).toEqual([{ type: 'picture' }])
  })

  it('answers a ping at once and keeps it to itself', async () => {
    await connected()
    FakeSocket.last.says({ type: 'ping', at: 1 })
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: 'pong' })
    expect(frames).toEqual([{ type: 'picture' }])
  })

  it('survives what it cannot understand', async () => {
    await connected()
    FakeSocket.last.says('not json')
    FakeSocket.last.says([1])
    FakeSocket.last.says({ type: 'from the future' })
    expect(states.at(-1)).toBe('connected')
    expect(frames.at(-1)).toEqual({ type: 'from the future' })
  })

  it('takes a line that is silent for 45 s for dead', async () => {
    await connected()
    await vi.advanceTimersByTimeAsync(44_000)
    FakeSocket.last.says({ type: 'ping', at: 1 })
    await vi.advanceTimersByTimeAsync(44_999)
    expect(states.at(-1)).toBe('connected')
    const silent = FakeSocket.last
    await vi.advanceTimersByTimeAsync(1)
    expect(silent.closed).toBe(true)
    expect(states.at(-1)).toBe('down')
    silent.says({ type: 'visits' })
    expect(frames).toEqual([{ type: 'picture' }])
    await vi.advanceTimersByTimeAsync(5000)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('drops what is sent without a line', async () => {
    const made = await connected()
    made.send({ type: 'typing' })
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: 'typing' })
    FakeSocket.last.breaks(1006)
    made.send({ type: 'typing' })
    expect(FakeSocket.last.sent).toHaveLength(2)
  })

  it('says whether a frame was sent, and when one came last', async () => {
    const made = link()
    expect([made.send({ type: 'typing' }), made.heard()]).toEqual([false, 0])
    await vi.advanceTimersByTimeAsync(0)
    FakeSocket.last.opens()
    FakeSocket.last.says({ type: 'picture' })
    const at = Date.now()
    await vi.advanceTimersByTimeAsync(7000)
    expect([made.send({ type: 'typing' }), made.heard()]).toEqual([true, at])
    FakeSocket.last.says({ type: 'ping', at: 1 })
    expect(made.heard()).toBe(at + 7000)
    FakeSocket.last.breaks(1006)
    expect([made.send({ type: 'typing' }), made.heard()]).toEqual([false, at + 7000])
  })
})

describe('a broken line', () => {
  it('is tried again with full jitter, never more than 5 s apart', async () => {
    await connected()
    FakeSocket.last.breaks(1006)
    const waits: number[] = []
    for (let i = 0; i < 8; i++) {
      const [sockets, before] = [FakeSocket.all.length, Date.now()]
      while (FakeSocket.all.length === sockets) await vi.advanceTimersByTimeAsync(100)
      waits.push(Date.now() - before)
      FakeSocket.last.breaks(1006)
    }
    expect(waits).toEqual([5000, 1000, 2000, 4000, 5000, 5000, 5000, 5000])
  })

  it('is tried again at once when chance says so', async () => {
    await connected(0)
    FakeSocket.last.breaks(1006)
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('begins anew with short waits after a minute of health', async () => {
    await connected()
    FakeSocket.last.breaks(1006)
    await vi.advanceTimersByTimeAsync(5000)
    FakeSocket.last.breaks(1006)
    await vi.advanceTimersByTimeAsync(1000)
    FakeSocket.last.opens()
    FakeSocket.last.says({ type: 'picture' })
    await vi.advanceTimersByTimeAsync(30_000)
    FakeSocket.last.says({ type: 'ping' })
    await vi.advanceTimersByTimeAsync(30_000)
    FakeSocket.last.breaks(1006)
    await vi.advanceTimersByTimeAsync(4999)
    expect(FakeSocket.all).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(1)
    expect(FakeSocket.all).toHaveLength(4)
  })

  it('spreads the return after a restart over the seconds the server names', async () => {
    await connected()
    FakeSocket.last.breaks(1012, 'retry 20')
    await vi.advanceTimersByTimeAsync(19_999)
    expect(FakeSocket.all).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('is tried again when no ticket can be had', async () => {
    tickets = [new Error('no answer')]
    link()
    await vi.advanceTimersByTimeAsync(0)
    expect(states).toEqual(['connecting', 'down'])
    await vi.advanceTimersByTimeAsync(5000)
    expect(FakeSocket.all).toHaveLength(1)
  })

  it('comes back at once after 4008, but not when that comes again and again', async () => {
    await connected()
    FakeSocket.last.breaks(4008)
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeSocket.all).toHaveLength(2)
    FakeSocket.last.breaks(4008)
    await vi.advanceTimersByTimeAsync(900)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('waits the longest after a frame that was not understood', async () => {
    await connected(0)
    FakeSocket.last.breaks(1008)
    await vi.advanceTimersByTimeAsync(4999)
    expect(FakeSocket.all).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('is not tried again after 4001: the operator has to sign in', async () => {
    await connected()
    FakeSocket.last.breaks(4001)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(ends).toEqual(['signed-out'])
    expect(FakeSocket.all).toHaveLength(1)
  })

  it('is not tried again when there is no ticket because nobody is signed in', async () => {
    tickets = [undefined]
    link()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ends).toEqual(['signed-out'])
    expect(FakeSocket.all).toHaveLength(0)
  })

  it('is not tried again after 4010: the page is too old', async () => {
    await connected()
    FakeSocket.last.breaks(4010)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ends).toEqual(['outdated'])
    expect(FakeSocket.all).toHaveLength(1)
  })

  it('hurries when the network is back, not more than once in 2 s', async () => {
    await connected()
    FakeSocket.last.breaks(1006)
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeSocket.all).toHaveLength(2)
    FakeSocket.last.breaks(1006)
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('makes way for another when the machine has another network, though its socket still looks open', async () => {
    const made = await connected()
    const old = FakeSocket.last
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect(old.closed).toBe(true)
    expect(FakeSocket.all).toHaveLength(2)
    expect(states.at(-1)).toBe('connecting')
    old.breaks(1006)
    FakeSocket.last.opens()
    FakeSocket.last.says({ type: 'picture' })
    expect(states.at(-1)).toBe('connected')
    expect(made.send({ type: 'typing' })).toBe(true)
    // A network that comes and goes makes no storm.
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(1999)
    expect(FakeSocket.all).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(FakeSocket.all).toHaveLength(3)
  })

  it('is left alone once it is stopped', async () => {
    const made = await connected()
    FakeSocket.last.breaks(1006)
    made.stop()
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(120_000)
    expect(FakeSocket.all).toHaveLength(1)
    expect(ends).toEqual([])
  })
})

describe('addresses and reasons', () => {
  it('knows the socket beside the console', () => {
    expect(consoleSocketURL({ protocol: 'https:', host: 'a.example' })).toBe('wss://a.example/api/v1/live')
    expect(consoleSocketURL({ protocol: 'http:', host: 'localhost:8080' })).toBe('ws://localhost:8080/api/v1/live')
  })

  it('reads the seconds in a reason', () => {
    expect(secondsIn('retry 5')).toBe(5)
    expect(secondsIn('')).toBeUndefined()
  })
})
