// When the link goes over HTTP, and when it tries a WebSocket again.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Link, newLink } from '../src/loader/link'

/** Carrier is a WebSocket or a line over HTTP, as far as the link can tell. */
class Carrier {
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number; reason: string }) => void
  constructor() {
    made.push(this)
    at.push(Date.now())
  }
  send(): void {}
  close(): void {}
}
class Web extends Carrier {}
class Line extends Carrier {}

/** MODULE stands for the server: its line.js has our Line. */
const MODULE = 'data:text/javascript,export const Line = globalThis.Line//'

let made: Carrier[]
let at: number[]
let link: Link
let kept: string | null

const latest = (): Carrier => made[made.length - 1] as Carrier
const kinds = (): string => made.map((one) => (one instanceof Web ? 'web' : 'line')).join(' ')

/** Ends the latest try, and lets the link wait until the next one; returns after how many milliseconds that came. */
const fail = async (code = 1006, reason = ''): Promise<number> => {
  const began = Date.now()
  const count = made.length
  latest().onclose?.({ code, reason })
  await loaded()
  while (made.length === count && Date.now() < began + 130_000) vi.advanceTimersByTime(50)
  return (at[at.length - 1] as number) - began
}

/** The module that the link may be loading is there. */
const loaded = async (): Promise<void> => {
  await import(/* @vite-ignore */ `${MODULE}/w/line.js`)
  // The link's own promises about it come after ours.
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

const open = (): void => {
  latest().onopen?.()
  latest().onmessage?.({ data: JSON.stringify({ type: 'welcome' }) })
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  made = []
  at = []
  kept = null
  vi.stubGlobal('window', { WebSocket: Web, sessionStorage: { getItem: () => kept } })
  vi.stubGlobal('Line', Line)
  link = newLink(
    MODULE,
    () => ({ type: 'pong' }),
    () => {},
    () => {},
    () => false,
  )
})
afterEach(() => {
  link.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('two handshakes in vain lead to a line over HTTP, each try after a wait that grows', async () => {
  link.open()
  expect([await fail(), await fail()]).toEqual([500, 1_000])
  expect(kinds()).toBe('web web line')
})

test('the seconds that a server names are waited for, whatever is tried next', async () => {
  link.open()
  expect(await fail(1013, 'retry 20')).toBeGreaterThanOrEqual(20_000)
  expect(await fail(1013, 'retry 20')).toBeGreaterThanOrEqual(20_000)
  expect(kinds()).toBe('web web line')
  open()
  expect(await fail(1013, 'retry 20')).toBeGreaterThanOrEqual(20_000)
})

test('when a line over HTTP has closed, a WebSocket has one try, and then HTTP again', async () => {
  link.open()
  await fail()
  await fail()
  open()
  await fail(1012, 'retry 5')
  expect(kinds()).toBe('web web line web')
  await fail()
  expect(kinds()).toBe('web web line web line')
})

test('a server that is away and comes back is found by a WebSocket, and that stays', async () => {
  link.open()
  for (let i = 0; i < 7; i++) await fail()
  expect(kinds()).toBe('web web line web line web line web')
  open()
  for (let i = 0; i < 3; i++) await fail()
  expect(kinds()).toBe('web web line web line web line web web web web')
})

test('waits grow while neither way leads to the server', async () => {
  link.open()
  const waits: number[] = []
  for (let i = 0; i < 6; i++) waits.push(await fail())
  expect(waits).toEqual([...waits].sort((a, b) => a - b))
  expect(waits.at(-1)).toBeGreaterThan(5_000)
})

test('a tab that has no sockets begins over HTTP at once', async () => {
  kept = `${Date.now() + 1000}`
  link.open()
  await loaded()
  expect(kinds()).toBe('line')
  expect(at).toEqual([1_000_000])
})
