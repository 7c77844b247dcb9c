import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { api } from '../state/api'
import { $conversations, $me } from '../state/live'
import { $answering, acceptCall, endCall, expectCall, offerCall, watchExpected } from './calling'
import { startCalls } from './calls'
import { $ringingCall } from './ringing'
import { $window } from './window'

type Conversation = Schemas['Conversation']

const side = { connected: false, muted: false, quality: 0 }
const call = (more: Partial<Schemas['Call']> = {}): Schemas['Call'] => ({
  id: 'k1',
  offeredBy: 'visitor',
  state: 'ringing',
  offered: 1,
  visitor: side,
  operator: side,
  ...more,
})
const talk = (more: Partial<Conversation> = {}) =>
  ({
    id: 'c1',
    visitor: 'v1',
    visitorName: 'Rui',
    operator: 'ana',
    state: 'open',
    hold: false,
    started: 1,
    ...more,
  }) as Conversation

let stopped = 0
let open: () => Promise<MediaStream>
let post: MockInstance<(path: string, body?: unknown) => Promise<unknown>>
const settled = () => vi.waitFor(() => expect($answering.get().size).toBe(0))
let stops: (() => void)[] = []

beforeEach(() => {
  stopped = 0
  const track = { enabled: true, stop: () => stopped++ } as unknown as MediaStreamTrack
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream
  open = async () => stream
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => open() }, platform: '' })
  post = vi.spyOn(api, 'post') as unknown as typeof post
  $me.set('ana')
  $window.set('w'.repeat(22))
  $conversations.set({})
  stops = [startCalls(() => {}), watchExpected()]
})
afterEach(() => {
  for (const stop of stops) stop()
  vi.unstubAllGlobals()
})

const refuse = () => {
  open = () => Promise.reject(new DOMException('', 'NotAllowedError'))
}

describe('calling', () => {
  it('offers nobody a call before the microphone is there', async () => {
    refuse()
    await offerCall(talk())
    expect(post).not.toHaveBeenCalled()
  })

  it('closes the microphone of a call that was not taken', async () => {
    const offered = talk({ call: call({ offeredBy: 'operator' }) })
    post.mockResolvedValue(offered)
    await offerCall(talk())
    expect(stopped).toBe(0)
    $conversations.set({ c1: talk({ call: call({ offeredBy: 'operator', state: 'ended', endedBy: 'declined' }) }) })
    expect(stopped).toBe(1)
  })

  it('closes it at once when the server refuses', async () => {
    post.mockRejectedValue(new Error('no'))
    await offerCall(talk())
    expect(stopped).toBe(1)
  })

  it('takes by itself the call of a visitor whose request was accepted, once, and does not ring', async () => {
    expectCall('v1')
    const rings = talk({ call: call() })
    post.mockResolvedValue(rings)
    $conversations.set({ c1: rings })
    expect($ringingCall.get()).toBeUndefined()
    await settled()
    expect(post).toHaveBeenCalledExactlyOnceWith('/conversations/c1/calls/k1/accept', { window: $window.get() })
    $conversations.set({ c1: talk({ call: call({ id: 'k2' }) }) })
    expect($ringingCall.get()?.call.id).toBe('k2')
    await settled()
    expect(post).toHaveBeenCalledTimes(1)
  })

  it('lets it ring when there is no microphone', async () => {
    refuse()
    expectCall('v1')
    await Promise.resolve()
    $conversations.set({ c1: talk({ call: call() }) })
    await settled()
    await vi.waitFor(() => expect($ringingCall.get()?.id).toBe('c1'))
    expect(post).not.toHaveBeenCalled()
  })

  it('answers once, however often it is pressed', async () => {
    const rings = talk({ call: call() })
    $conversations.set({ c1: rings })
    let answer: (value: Conversation) => void = () => {}
    post.mockReturnValue(
      new Promise((done) => {
        answer = done as typeof answer
      }),
    )
    const first = acceptCall(rings)
    await acceptCall(rings)
    await endCall(rings)
    await vi.waitFor(() => expect(post).toHaveBeenCalled())
    answer(rings)
    await first
    expect(post).toHaveBeenCalledTimes(1)
  })
})
