import type { PhoneFrame } from '../../../wire/frames'
import type { Line } from './line'
import { newPeer, type Peer } from './peer'

/** Carrier carries the sound of the call that is open. */
export interface Carrier {
  /** Id of the call; empty: there is none. */
  call(): string
  /** Carries this call, with what the microphone gives. */
  carry(conversation: string, call: string, track: MediaStreamTrack | undefined): void
  drop(): void
  take(frame: PhoneFrame): void
  speak(track: MediaStreamTrack): void
  /** Whether the two hear each other now; ever did. */
  heard(): boolean
  met(): boolean
  /** The network has changed or the line is back: looks whether anything still comes. */
  revive(): void
  /** Plays what comes. Browsers may want a gesture for it. */
  play(): void
  /** The browser does not play it. */
  silent(): boolean
  mute(on: boolean): void
  /** 1 bad to 4 good; 0: not known. */
  quality(): number
  /** Counts what has come since it did so last; nothing is to be said of a call on hold. */
  measure(held: boolean): Promise<void>
  /** Tells how the call stands here, when that has changed. */
  report(muted: boolean, microphone: boolean): void
}

/** newCarrier returns a carrier of nothing; `changed` is called when what it says has changed. */
export const newCarrier = (line: Line, changed: () => void): Carrier => {
  const audio = new Audio()
  let peer: Peer | undefined
  let conversation = ''
  let call = ''
  let quality = 0
  let silent = false
  let reported = ''

  const play = (): void => {
    const heard = (is: boolean) => () => {
      silent = !is && !!audio.srcObject
      changed()
    }
    audio.play().then(heard(true), heard(false))
  }
  const heard = (): boolean => !!peer?.connected()
  const drop = (): void => {
    peer?.close()
    peer = undefined
    call = ''
    audio.srcObject = null
    silent = false
    quality = 0
  }

  return {
    call: () => call,
    carry(now, id, track) {
      drop()
      conversation = now
      call = id
      peer = newPeer({
        tell: (kind, round, text, mid) => line.send({ type: 'signal', conversation: now, call: id, kind, round, text, mid }),
        ask: () => void line.send({ type: 'relay', call: id }),
        heard(stream) {
          audio.srcObject = stream
          play()
        },
        changed,
        doubt: () => line.nudge(5e3),
      })
      if (track) peer.speak(track)
    },
    drop,
    take(frame) {
      if (frame.type === 'relay' && frame.call === call) peer?.access(frame)
      if (frame.type === 'signal' && frame.call === call) peer?.take(frame)
    },
    speak: (track) => peer?.speak(track),
    heard,
    met: () => !!peer?.met(),
    revive: () => void peer?.revive(),
    play,
    silent: () => silent,
    mute(on) {
      audio.muted = on
    },
    quality: () => quality,
    async measure(held) {
      const mine = peer
      const now = mine && heard() && !held ? await mine.quality() : 0
      if (mine === peer) quality = now
    },
    report(muted, microphone) {
      if (!peer) return
      const said = { connected: heard(), muted, quality, trouble: microphone ? undefined : ('microphone' as const) }
      const text = call + JSON.stringify(said)
      if (text !== reported && line.send({ type: 'call-report', conversation, call, ...said })) reported = text
    },
  }
}
