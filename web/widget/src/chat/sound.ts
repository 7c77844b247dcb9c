import { listen } from '../safely'
import type { Session } from './session'

/** Sound is the short sound for what the visitor would miss. It is made here, and can't be heard before he has touched the page. */
export interface Sound {
  on(): boolean
  set(on: boolean): void
  ring(): void
}

/** newSound returns the sound; whether it is on is remembered in the tab. */
export const newSound = (session: Session): Sound => {
  let context: AudioContext | undefined

  const wake = (): void => {
    context ||= new AudioContext()
  }

  // Browsers let a page sound from a gesture on.
  listen(
    window,
    'pointerdown keydown',
    () => {
      if (!session.mute) wake()
    },
    true,
  )

  const tone = (at: AudioContext, pitch: number, from: number): void => {
    const start = at.currentTime + from
    const wave = at.createOscillator()
    const volume = at.createGain()
    wave.frequency.value = pitch
    volume.gain.setValueAtTime(0, start)
    volume.gain.linearRampToValueAtTime(0.12, start + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3)
    wave.connect(volume).connect(at.destination)
    wave.start(start)
    wave.stop(start + 0.3)
  }

  return {
    on: () => !session.mute,
    set(on) {
      session.mute = on ? '' : '1'
      if (!on) return
      wake()
      this.ring()
    },
    ring() {
      if (session.mute || !context) return
      tone(context, 660, 0)
      tone(context, 880, 0.12)
    },
  }
}
