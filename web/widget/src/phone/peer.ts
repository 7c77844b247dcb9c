import type { Schemas } from '../../../wire/frames'
import { type Counted, count, qualityOf } from './quality'
import { newRounds, type Signal, sessionOf } from './rounds'

/** PeerNeeds is what the connection of one call asks of the window. */
export interface PeerNeeds {
  /** Tells the operator's window; false when there is no line, and then nothing was told. */
  tell(kind: Signal['kind'], round: number, text?: string, mid?: string): boolean
  /** Asks for access to the relay; `access` is called with it. */
  ask(): void
  /** This is what the operator says. */
  heard(stream: MediaStream): void
  changed(): void
  /** The two are apart: the line may be dead too. */
  doubt(): void
}

// How long access to the relay is taken for good, counted from when it came: browser and server may differ about the time. It is for 5 minutes.
const fresh = 2 * 60e3

/** Peer is the connection of one call. The operator's window offers, this one answers. */
export interface Peer {
  access(access: Schemas['RelayFrame']): void
  take(signal: Signal): void
  /** Asks for a new offer unless something comes of the operator's: the network has changed, or the line is back. Not twice in 3 s. */
  revive(): Promise<void>
  /** Speaks with this microphone. */
  speak(track: MediaStreamTrack): void
  connected(): boolean
  /** Whether the two have ever heard each other. */
  met(): boolean
  /** How good the connection was since it was last asked; 0: not known. */
  quality(): Promise<number>
  close(): void
}

/** newPeer returns the connection of a call that is open and has had no offer. */
export const newPeer = (needs: PeerNeeds): Peer => {
  const rounds = newRounds()
  let pc: RTCPeerConnection | undefined
  let track: MediaStreamTrack | undefined
  let access: Schemas['RelayFrame'] | undefined
  let waiting: Signal[] = []
  let work = Promise.resolve()
  let asked = 0
  let given = 0
  let met = false
  let over = false
  let before: Counted | undefined
  let apart: ReturnType<typeof setTimeout> | undefined
  let asking: ReturnType<typeof setTimeout> | undefined

  const again = (): void => {
    if (over || Date.now() - asked < 3e3) return
    // Without a connection of its own, whatever the operator's window has is of no use.
    if (needs.tell('again', pc ? rounds.latest() : 0)) asked = Date.now()
  }

  // Asks for access until it comes: question and answer can be lost, and be refused for a moment.
  const ask = (): void => {
    access = undefined
    needs.ask()
    asking = setTimeout(ask, 3e3)
  }

  const drop = (): void => {
    clearTimeout(apart)
    if (pc) pc.onicecandidate = pc.ontrack = pc.onconnectionstatechange = null
    pc?.close()
    pc = before = undefined
  }

  const settings = (): RTCConfiguration => {
    const { urls, username, credential, direct } = access as Schemas['RelayFrame']
    return {
      iceTransportPolicy: direct ? 'all' : 'relay',
      iceServers: [{ urls: urls as string[], username, credential }],
    }
  }

  const connect = (): RTCPeerConnection => {
    const mine = new RTCPeerConnection(settings())
    if (track) mine.addTrack(track, new MediaStream([track]))
    else mine.addTransceiver('audio')
    mine.onicecandidate = ({ candidate }) =>
      void needs.tell('candidate', rounds.latest(), candidate?.candidate ?? '', candidate?.sdpMid ?? '')
    mine.ontrack = ({ track: heard }) => needs.heard(new MediaStream([heard]))
    mine.onconnectionstatechange = () => {
      clearTimeout(apart)
      const state = mine.connectionState
      if (state === 'connected') met = true
      if (state === 'disconnected' || state === 'failed') apart = setTimeout(lost, state === 'failed' ? 0 : 2e3)
      needs.changed()
    }
    return mine
  }

  // Asks until it is connected, or the call has ended.
  const lost = (): void => {
    needs.doubt()
    again()
    apart = setTimeout(lost, 5e3)
  }

  const answer = async ({ text = '', round }: Signal): Promise<void> => {
    if (pc && sessionOf(pc.remoteDescription?.sdp ?? '') !== sessionOf(text)) drop()
    if (pc) pc.setConfiguration(settings())
    else pc = connect()
    const mine = pc
    await mine.setRemoteDescription({ type: 'offer', sdp: text })
    await mine.setLocalDescription()
    if (mine === pc) needs.tell('answer', round, mine.localDescription?.sdp)
  }

  const step = async (signal: Signal): Promise<void> => {
    if (over || signal.round < rounds.latest()) return
    try {
      if (signal.kind === 'offer') await answer(signal)
      else await pc?.addIceCandidate({ candidate: signal.text ?? '', sdpMid: signal.mid || '0' })
    } catch {
      if (signal.kind !== 'offer' || over) return
      drop()
      again()
    }
  }

  const go = (): void => {
    if (!access) return
    for (const signal of waiting) work = work.then(() => step(signal))
    waiting = []
  }

  ask()
  // An offer that never comes is asked for.
  apart = setTimeout(() => rounds.latest() || lost(), 8e3)

  return {
    access(one) {
      clearTimeout(asking)
      access = one
      given = Date.now()
      go()
    },
    take(signal) {
      const now = rounds.take(signal)
      waiting.push(...now)
      if (access && now[0]?.kind === 'offer' && Date.now() - given > fresh) ask()
      go()
    },
    async revive() {
      const received = async () => count((await pc?.getStats()) ?? new Map()).received
      if (pc?.connectionState === 'connected') {
        const before = await received()
        await new Promise((done) => setTimeout(done, 600))
        if ((await received()) > before) return
      }
      again()
    },
    speak(one) {
      track = one
      const sender = pc?.getTransceivers()[0]?.sender
      void sender?.replaceTrack(one)
    },
    connected: () => pc?.connectionState === 'connected',
    met: () => met,
    async quality() {
      const stats = await pc?.getStats()
      if (!stats) return 0
      const now = count(stats)
      const quality = qualityOf(before, now)
      before = now
      return quality
    },
    close() {
      over = true
      clearTimeout(asking)
      drop()
    },
  }
}
