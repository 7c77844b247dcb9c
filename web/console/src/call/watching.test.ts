// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { api } from '../state/api'
import { $connection } from '../state/connection'
import { $conversations, $me } from '../state/live'
import { $carried, $cut, startCalls } from './calls'
import { $left, leaveCall } from './leaving'
import { LOST, watchLine } from './watching'
import { $window } from './window'

interface Track {
  enabled: boolean
  readyState: string
  stop(): void
  onended?: (event: Event) => void
}

const side = { connected: false, muted: false, quality: 0 }
const open = { id: 'k1', offeredBy: 'visitor', state: 'open', offered: 1, visitor: side, operator: side, window: 'w'.repeat(22) }
const conversation = {
  id: 'c1',
  visitor: 'v1',
  visitorName: 'Rui',
  operator: 'ana',
  state: 'open',
  hold: false,
  started: 1,
  call: open,
}

let tracks: Track[]
let opened: () => Promise<unknown>
let heard: number
let reports: { trouble?: string }[]
let post: MockInstance
let stops: (() => void)[]
const live = () => tracks.filter(({ readyState }) => readyState === 'live').length
const stream = () => {
  const track: Track = {
    enabled: true,
    readyState: 'live',
    stop() {
      track.readyState = 'ended'
    },
  }
  tracks.push(track)
  return { getTracks: () => [track], getAudioTracks: () => [track] }
}

vi.mock('./talk', () => ({
  makeTalk: (_round: number, mine: MediaStream) => ({
    receive() {},
    silence() {},
    microphone(next: MediaStream) {
      mine = next
    },
    loudspeaker() {},
    lineBack() {},
    stop() {
      for (const track of mine.getTracks()) track.stop()
    },
  }),
}))

beforeEach(async () => {
  vi.useFakeTimers()
  tracks = []
  reports = []
  opened = async () => stream()
  vi.stubGlobal('navigator', {
    mediaDevices: { getUserMedia: () => opened() },
    permissions: { query: async () => ({ state: 'granted' }) },
    platform: '',
  })
  post = vi.spyOn(api, 'post').mockResolvedValue(undefined as never)
  $me.set('ana')
  $window.set('w'.repeat(22))
  $left.set(new Map())
  $conversations.set({ c1: conversation as Schemas['Conversation'] })
  heard = Date.now()
  $connection.set({ state: 'connected', since: 0 })
  const send = (frame: object) => {
    reports.push(frame as { trouble?: string })
    return true
  }
  stops = [startCalls(send), watchLine(() => heard)]
  await vi.advanceTimersByTimeAsync(500)
})
afterEach(() => {
  for (const stop of stops) stop()
  post.mockRestore()
  $conversations.set({})
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('the microphone of a call', () => {
  it('is off 30 s after the server was heard last, though nothing says that the line is dead, and on again when it is back', async () => {
    expect(live()).toBe(1)
    await vi.advanceTimersByTimeAsync(LOST - 1500)
    expect(live()).toBe(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect([live(), $cut.get()]).toEqual([0, true])
    $conversations.set({ ...$conversations.get() })
    await vi.advanceTimersByTimeAsync(5000)
    expect(live()).toBe(0)
    heard = Date.now()
    await vi.advanceTimersByTimeAsync(1500)
    expect([live(), $cut.get()]).toEqual([1, false])
  })

  it('is on all the while when the server is heard', async () => {
    for (let i = 0; i < 8; i++) {
      await vi.advanceTimersByTimeAsync(20_000)
      heard = Date.now()
    }
    expect([live(), tracks.length]).toEqual([1, 1])
  })

  it('is off at once when the operator hangs up without a line, stays so when the line is back, and the server is told then', async () => {
    post.mockRejectedValue(new TypeError('no network'))
    $connection.set({ state: 'down', since: 0 })
    leaveCall('c1', 'k1')
    expect([live(), $carried.get()]).toEqual([0, {}])
    await vi.advanceTimersByTimeAsync(500)
    post.mockClear().mockResolvedValue(undefined as never)
    $connection.set({ state: 'connected', since: 0 })
    expect(post).toHaveBeenCalledWith('/conversations/c1/calls/k1/end', {})
    await vi.advanceTimersByTimeAsync(5000)
    expect([live(), tracks.length]).toEqual([0, 1])
  })

  it('is opened once, however often the call is taken up while it is asked for', async () => {
    const given: (() => void)[] = []
    opened = () => new Promise((done) => given.push(() => done(stream())))
    $conversations.set({})
    $conversations.set({ c1: conversation as Schemas['Conversation'] })
    await vi.advanceTimersByTimeAsync(0)
    $conversations.set({})
    $conversations.set({ c1: conversation as Schemas['Conversation'] })
    await vi.advanceTimersByTimeAsync(0)
    expect(given).toHaveLength(2)
    for (const give of given) give()
    await vi.advanceTimersByTimeAsync(500)
    expect(live()).toBe(1)
  })

  it('is another when it is unplugged; without one that is said to the visitor', async () => {
    const unplug = () => {
      const track = tracks.at(-1) as Track
      track.readyState = 'ended'
      track.onended?.(new Event('ended'))
    }
    unplug()
    await vi.advanceTimersByTimeAsync(2000)
    expect([live(), $carried.get().c1?.problem, reports.at(-1)?.trouble]).toEqual([1, undefined, undefined])
    opened = () => Promise.reject(new DOMException('', 'NotFoundError'))
    unplug()
    await vi.advanceTimersByTimeAsync(2000)
    expect([live(), $carried.get().c1?.problem, reports.at(-1)?.trouble]).toEqual([0, 'gone', 'microphone'])
  })
})
