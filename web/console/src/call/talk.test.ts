// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { BETWEEN } from './connecting'
import { makeTalk, type Talk, type TalkState } from './talk'

type Signal = Pick<Schemas['SignalFrame'], 'kind' | 'round' | 'text' | 'mid'>

/** A peer connection that does what it is told; `received` are the packets that have come. */
class Peer {
  static made: Peer[] = []
  received = 0
  connectionState = 'new'
  localDescription: { sdp: string } | undefined
  onconnectionstatechange = () => {}
  offers: boolean[] = []
  closed = false

  constructor() {
    Peer.made.push(this)
  }
  addTransceiver() {
    return { sender: { replaceTrack: async () => {} } }
  }
  async createOffer({ iceRestart }: { iceRestart: boolean }) {
    this.offers.push(iceRestart)
    return { sdp: `offer ${this.offers.length}` }
  }
  async setLocalDescription(description: { sdp: string }) {
    this.localDescription = description
  }
  async setRemoteDescription() {}
  setConfiguration() {}
  async getStats() {
    return new Map([['in', { type: 'inbound-rtp', kind: 'audio', packetsReceived: this.received, packetsLost: 0, jitter: 0 }]])
  }
  close() {
    this.closed = true
  }
  stands(state: string) {
    this.connectionState = state
    this.onconnectionstatechange()
  }
}

class Microphone {
  enabled = true
  stopped = false
  stop() {
    this.stopped = true
  }
}

let network: EventTarget & { type?: string }
let track: Microphone
let told: Signal[]
let hasLine: boolean
let states: TalkState['state'][]
let talk: Talk

const offers = () => told.filter(({ kind }) => kind === 'offer').map(({ round }) => round)
const peer = () => Peer.made.at(-1) as Peer
/** Lets time pass in which the visitor is heard, or is not. */
const pass = async (milliseconds: number, packets = true) => {
  for (let at = 0; at < milliseconds; at += 20) {
    if (packets) peer().received++
    await vi.advanceTimersByTimeAsync(20)
  }
}

beforeEach(async () => {
  vi.useFakeTimers({ now: 1_000_000 })
  Peer.made = []
  told = []
  states = []
  hasLine = true
  track = new Microphone()
  network = Object.assign(new EventTarget(), { type: 'wifi' })
  Object.defineProperty(navigator, 'connection', { value: network, configurable: true })
  vi.stubGlobal('RTCPeerConnection', Peer)
  vi.stubGlobal('Audio', class {})
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] }
  talk = makeTalk(1, stream as unknown as MediaStream, {
    access: async () => ({
      urls: ['turn:shop.example'],
      username: 'u',
      credential: 'c',
      until: Date.now() + 300_000,
      direct: false,
    }),
    signal: (signal) => {
      if (hasLine) told.push(signal)
      return hasLine
    },
    changed: ({ state }) => states.push(state),
    now: Date.now,
  })
  await vi.advanceTimersByTimeAsync(10)
  talk.receive({ kind: 'answer', round: 1, text: 'answer' })
  peer().stands('connected')
  await pass(1000)
})
afterEach(() => {
  talk.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('offers on another way when this machine has another kind of network', async () => {
  network.type = 'cellular'
  network.dispatchEvent(new Event('change'))
  await pass(40)
  expect(offers()).toEqual([1, 2])
  expect(peer().offers).toEqual([false, true])
})

it('is not disturbed by a network whose speed is guessed anew, but by one that has fallen silent', async () => {
  network.dispatchEvent(new Event('change'))
  await pass(3000)
  expect(offers()).toEqual([1])
  network.dispatchEvent(new Event('change'))
  await pass(1000, false)
  expect(offers()).toEqual([1, 2])
})

it('makes an offer that found no line when the line is back, whatever the browser has found by itself meanwhile', async () => {
  hasLine = false
  window.dispatchEvent(new Event('online'))
  await pass(100)
  peer().stands('disconnected')
  expect(states.at(-1)).toBe('reconnecting')
  hasLine = true
  talk.lineBack()
  peer().stands('connected')
  await pass(BETWEEN + 300)
  expect(offers()).toEqual([1, 3])
  expect(Peer.made).toHaveLength(1)
})

it('stops at once: the microphone is off, the connection closed, and nothing is offered any more', async () => {
  talk.stop()
  expect(track.stopped).toBe(true)
  expect(peer().closed).toBe(true)
  window.dispatchEvent(new Event('online'))
  network.dispatchEvent(new Event('change'))
  await pass(20_000, false)
  expect(offers()).toEqual([1])
})
