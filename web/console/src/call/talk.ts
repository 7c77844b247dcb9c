import type { Schemas } from '../../../wire/frames'
import { begin, type Connecting, type Deed, type Happening, step } from './connecting'
import { makePeer, type Peer } from './peer'
import { type Heard, heardIn, type Quality, qualityOf, UNKNOWN } from './quality'

type Access = Schemas['RelayAccess']
type Signal = Pick<Schemas['SignalFrame'], 'kind' | 'round' | 'text' | 'mid'>

/** TalkState is how a call goes in this window. */
export interface TalkState {
  /** connecting: for the first time. */
  state: 'connecting' | 'connected' | 'reconnecting'
  quality: Quality
  /** What is heard, once it is. */
  theirs?: MediaStream
}

/** What a talk needs of the console round it. */
export interface Ports {
  access(): Promise<Access>
  /** Sends a signal; false when there is no line, and then nothing was sent. */
  signal(signal: Signal): boolean
  changed(state: TalkState): void
  now(): number
}

/** A Talk is the sound of one call in this window, from its first offer to its end. */
export interface Talk {
  receive(signal: Signal): void
  /** Off: what the microphone hears goes nowhere; deaf: what comes is not heard. */
  silence(off: boolean, deaf: boolean): void
  microphone(stream: MediaStream): void
  loudspeaker(id: string): void
  /** The line to the server is back. */
  lineBack(): void
  /** Ends it at once: no track is left that listens. */
  stop(): void
}

const EVERY = 250
const LOOK_EVERY = 1000
/** Packets come every 20 ms: none for so many milliseconds, and the way they came is no more. */
const SILENT_FOR = 800
/** Access is asked for anew when it ends within so many milliseconds. */
const NEARLY_OVER = 30_000

/** makeTalk connects this window with the visitor's and keeps them connected; the microphone's stream is its own from now on. */
export function makeTalk(first: number, microphone: MediaStream, ports: Ports): Talk {
  return new OneTalk(first, microphone, ports)
}

class OneTalk implements Talk {
  private connecting: Connecting
  private peer: Peer | undefined
  private access: Access | undefined
  private heard: Heard | undefined
  private quality = UNKNOWN
  private theirs: MediaStream | undefined
  private readonly sound = new Audio()
  private readonly timers: ReturnType<typeof setInterval>[]
  private readonly network = connectionOf(navigator)
  private networkType = this.network?.type
  private off = false
  private over = false
  // What is done to a peer connection is done one after the other.
  private doing: Promise<unknown> = Promise.resolve()

  constructor(
    first: number,
    private mine: MediaStream,
    private readonly ports: Ports,
  ) {
    this.sound.autoplay = true
    const [connecting, deeds] = begin(first, ports.now())
    this.connecting = connecting
    this.carryOut(deeds)
    this.timers = [
      setInterval(() => this.happen({ type: 'tick', at: ports.now() }), EVERY),
      setInterval(() => void this.look().catch(() => {}), LOOK_EVERY),
    ]
    window.addEventListener('online', this.online)
    this.network?.addEventListener('change', this.doubt)
  }

  receive({ kind, round, text = '', mid = '' }: Signal): void {
    if (kind === 'answer') this.happen({ type: 'answer', round, text })
    else if (kind === 'candidate') this.happen({ type: 'candidate', round, candidate: { text, mid } })
    else if (kind === 'again') this.happen({ type: 'again', round, at: this.ports.now() })
  }

  silence(off: boolean, deaf: boolean): void {
    this.off = off
    for (const track of this.mine.getTracks()) track.enabled = !off
    this.sound.muted = deaf
  }

  microphone(stream: MediaStream): void {
    const before = this.mine
    this.mine = stream
    for (const track of stream.getTracks()) track.enabled = !this.off
    const track = stream.getAudioTracks()[0]
    this.queue(async () => {
      if (track) await this.peer?.send(track)
      for (const old of before.getTracks()) old.stop()
    })
    if (this.over) this.stop()
  }

  loudspeaker(id: string): void {
    if ('setSinkId' in this.sound) void this.sound.setSinkId(id).catch(() => this.sound.setSinkId('').catch(() => {}))
  }

  stop(): void {
    this.over = true
    for (const timer of this.timers) clearInterval(timer)
    window.removeEventListener('online', this.online)
    this.network?.removeEventListener('change', this.doubt)
    for (const track of this.mine.getTracks()) track.stop()
    this.sound.srcObject = null
    this.peer?.close()
    this.peer = undefined
  }

  lineBack(): void {
    this.happen({ type: 'line', at: this.ports.now() })
  }

  private readonly online = () => this.happen({ type: 'network', at: this.ports.now() })

  // It is said whenever a guess of the network's speed changes, too; another network silences the connection.
  private readonly doubt = () => {
    const before = this.networkType
    this.networkType = this.network?.type
    if (before !== this.networkType) this.online()
    else
      void this.silentNow()
        .then((silent) => silent && this.online())
        .catch(() => {})
  }

  private async silentNow(): Promise<boolean> {
    const { peer } = this
    if (!peer || !this.connecting.was) return false
    const before = heardIn(await peer.stats()).received
    await new Promise((later) => setTimeout(later, SILENT_FOR))
    return !this.over && peer === this.peer && heardIn(await peer.stats()).received === before
  }

  private happen(event: Happening): void {
    if (this.over) return
    const before = this.connecting
    const [now, deeds] = step(before, event)
    this.connecting = now
    if (now.connected !== before.connected) this.tell()
    this.carryOut(deeds)
  }

  private carryOut(deeds: readonly Deed[]): void {
    for (const deed of deeds) this.queue(() => this.doOne(deed))
  }

  private queue(run: () => Promise<void>): void {
    this.doing = this.doing
      .then(async () => {
        if (!this.over) await run()
      })
      .catch(() => this.happen({ type: 'stuck', at: this.ports.now() }))
  }

  private async doOne(deed: Deed): Promise<void> {
    switch (deed.do) {
      case 'offer':
        await this.offer(deed.round, deed.anew)
        break
      case 'answer':
        if (deed.round === this.connecting.round) await this.peer?.answer(deed.text)
        break
      case 'candidate':
        // One that can't be used is no reason to begin again: others may do.
        await this.peer?.candidate(deed.candidate).catch(() => {})
        break
      default:
        deed satisfies never
    }
  }

  private async offer(round: number, anew: boolean): Promise<void> {
    // Another offer is about to follow.
    if (round !== this.connecting.round) return
    const access = await this.freshAccess()
    if (this.over) return
    if (anew || !this.peer) this.connectAnew(access)
    else this.peer.renew(access)
    const text = await this.peer?.offer(!anew)
    if (!text || this.over) return
    if (!this.ports.signal({ kind: 'offer', round, text })) this.happen({ type: 'unsent', round })
  }

  private connectAnew(access: Access): void {
    this.peer?.close()
    this.heard = undefined
    const track = this.mine.getAudioTracks()[0]
    if (!track) return
    const peer: Peer = makePeer(access, track, {
      candidate: (candidate) => {
        if (this.peer !== peer) return
        const { round } = this.connecting
        this.ports.signal({ kind: 'candidate', round, text: candidate?.candidate ?? '', mid: candidate?.sdpMid ?? '' })
      },
      state: (state) => this.peer === peer && this.happen({ type: 'state', state, at: this.ports.now() }),
      heard: (stream) => {
        if (this.peer === peer) this.hear(stream)
      },
    })
    this.peer = peer
  }

  private hear(stream: MediaStream): void {
    this.theirs = stream
    this.sound.srcObject = stream
    void this.sound.play().catch(() => {}) // autoplay tries again with the first sound
    this.tell()
  }

  private async freshAccess(): Promise<Access> {
    if (!this.access || this.access.until - NEARLY_OVER < this.ports.now()) this.access = await this.ports.access()
    return this.access
  }

  private async look(): Promise<void> {
    if (!this.peer || !this.connecting.connected) return
    const now = heardIn(await this.peer.stats())
    this.quality = qualityOf(this.heard, now)
    this.heard = now
    this.tell()
  }

  private tell(): void {
    if (this.over) return
    const { connected, was } = this.connecting
    const state = connected ? 'connected' : was ? 'reconnecting' : 'connecting'
    this.ports.changed({ state, quality: connected ? this.quality : UNKNOWN, theirs: this.theirs })
  }
}

// Not every browser tells of another network, and fewer of what kind it is.
function connectionOf(of: Navigator): (EventTarget & { type?: string }) | undefined {
  return (of as Navigator & { connection?: EventTarget & { type?: string } }).connection
}
