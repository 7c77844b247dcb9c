import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { startWords } from '../i18n'
import { api } from '../state/api'
import { $clock } from '../state/clock'
import { $conversations, $me } from '../state/live'
import { $toasts } from '../ui/Toast/toasts'
import { $answering, $expected, acceptCall, endCall, expectCall, moveCall, offerCall, watchExpected } from './calling'
import { $carried, startCalls } from './calls'
import { $ringingCall } from './ringing'
import { $window } from './window'

type Conversation = Schemas['Conversation']

const side = { connected: false, muted: false, quality: 0 }
const call = (more: Partial<Schemas['Call']> = {}): Schemas['Call'] => ({
  id: 'k1',
  offeredBy: 'visitor',
  state: 'ringing',
  offered: Date.now(),
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

beforeAll(startWords)
beforeEach(() => {
  $toasts.set([])
  stopped = 0
  const track = { enabled: true, stop: () => stopped++ } as unknown as MediaStreamTrack
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream
  open = async () => stream
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => open() }, platform: '' })
  post = vi.spyOn(api, 'post') as unknown as typeof post
  $me.set('ana')
  $window.set('w'.repeat(22))
  $conversations.set({})
  stops = [startCalls(() => true), watchExpected()]
})
afterEach(() => {
  for (const stop of stops) stop()
  post.mockRestore()
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

  it('says that there is no microphone until there is one', async () => {
    const given = open
    refuse()
    await offerCall(talk())
    expect($toasts.get().map(({ text }) => text)).toEqual([expect.stringContaining('keeps the microphone from Beckon')])
    open = given
    post.mockResolvedValue(talk())
    await offerCall(talk())
    expect($toasts.get()).toEqual([])
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
    const [answer, first] = await accepting(rings)
    await acceptCall(rings)
    answer(rings)
    await first
    expect(post).toHaveBeenCalledTimes(1)
  })

  it('hangs up while it is being answered: the microphone is off at once, and no answer brings it back', async () => {
    const rings = talk({ call: call({ id: 'k7' }) })
    $conversations.set({ c1: rings })
    const [answer, first] = await accepting(rings)
    endCall(rings)
    expect(stopped).toBe(1)
    expect(post).toHaveBeenLastCalledWith('/conversations/c1/calls/k7/end', {})
    answer(talk({ call: call({ id: 'k7', state: 'open', window: $window.get() }) }))
    await first
    expect($carried.get()).toEqual({})
    expect($ringingCall.get()).toBeUndefined()
  })

  it('does not accept what was hung up while the browser still asked for the microphone', async () => {
    const rings = talk({ call: call({ id: 'k8' }) })
    $conversations.set({ c1: rings })
    let give: () => void = () => {}
    const stream = await open()
    open = () =>
      new Promise((given) => {
        give = () => given(stream)
      })
    post.mockResolvedValue(undefined)
    const first = acceptCall(rings)
    endCall(rings)
    give()
    await first
    expect(stopped).toBe(1)
    expect(post).toHaveBeenCalledExactlyOnceWith('/conversations/c1/calls/k8/end', {})
  })

  it('rings no longer than a call rings, though the server is not heard', () => {
    $conversations.set({ c1: talk({ call: call() }) })
    const unlisten = $ringingCall.listen(() => {})
    expect($ringingCall.get()?.id).toBe('c1')
    $clock.set(Date.now() + 46_000)
    expect($ringingCall.get()).toBeUndefined()
    unlisten()
  })

  it('closes the microphone for a call that is expected when the conversation ends', async () => {
    expectCall('v1')
    $conversations.set({ c1: talk() })
    await Promise.resolve()
    expect(stopped).toBe(0)
    $conversations.set({ c1: talk({ state: 'ended' }) })
    await vi.waitFor(() => expect(stopped).toBe(1))
    expect($expected.get().size).toBe(0)
  })

  it('gives a call that is not moved here the microphone for 10 s, and none at all without a line', async () => {
    vi.useFakeTimers()
    const elsewhere = talk({ call: call({ id: 'k9', state: 'open', window: 'x'.repeat(22) }) })
    $conversations.set({ c1: elsewhere })
    moveCall(elsewhere, () => false)
    await vi.advanceTimersByTimeAsync(0)
    expect(stopped).toBe(1)
    moveCall(elsewhere, () => true)
    await vi.advanceTimersByTimeAsync(9999)
    expect(stopped).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(stopped).toBe(2)
    vi.useRealTimers()
  })
})

/** An answer is on its way: what lets it come, and the answering. */
async function accepting(rings: Conversation): Promise<[(value: Conversation) => void, Promise<void>]> {
  let answer: (value: Conversation) => void = () => {}
  post.mockImplementation((path) =>
    path.endsWith('/end')
      ? Promise.resolve(undefined)
      : new Promise((done) => {
          answer = done
        }),
  )
  const first = acceptCall(rings)
  await vi.waitFor(() => expect(post).toHaveBeenCalled())
  return [(value) => answer(value), first]
}
