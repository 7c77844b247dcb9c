/** Sounds are what the window hears and plays by itself: the level of the microphone, and the tone of a call on hold. */
export interface Sounds {
  /** Measures this track from now on; nothing: none. */
  measure(track: MediaStreamTrack | undefined): void
  /** How loud it is now, from 0 to 1. */
  level(): number
  /** Plays the tone, or stops it. */
  hum(on: boolean): void
  /** Whether the browser lets this window sound and measure only after a gesture in it. */
  asleep(): boolean
  /** There was one. */
  wake(): void
}

/** newSounds returns silence. What the browser lends for sounds goes back when there are none. */
export const newSounds = (): Sounds => {
  let context: AudioContext | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  let measured: MediaStreamTrack | undefined
  let source: MediaStreamAudioSourceNode | undefined
  let ear: AnalyserNode | undefined
  const wave = new Float32Array(1024)
  const open = (): AudioContext => (context ??= new AudioContext())
  const rest = (): void => {
    if (measured || timer) return
    void context?.close()
    context = undefined
  }

  // One soft note.
  const note = (): void => {
    const at = open()
    const start = at.currentTime
    const sound = at.createOscillator()
    const volume = at.createGain()
    volume.gain.setValueAtTime(0, start)
    volume.gain.linearRampToValueAtTime(0.06, start + 0.1)
    volume.gain.linearRampToValueAtTime(0, start + 1)
    sound.connect(volume).connect(at.destination)
    sound.start()
    sound.stop(start + 1)
  }

  return {
    measure(track) {
      if (track === measured) return
      measured = track
      source?.disconnect()
      source = ear = undefined
      if (track) {
        ear = open().createAnalyser()
        source = open().createMediaStreamSource(new MediaStream([track]))
        source.connect(ear)
      }
      rest()
    },
    level() {
      if (!ear) return 0
      ear.getFloatTimeDomainData(wave)
      // Quiet speech is to be seen too.
      return Math.max(...wave) ** 0.5
    },
    hum(on) {
      if (on === !!timer) return
      clearInterval(timer)
      // Notes made while the window may not sound would all come at once.
      timer = on ? setInterval(() => open().state === 'running' && note(), 3e3) : undefined
      if (on) note()
      rest()
    },
    asleep: () => context?.state === 'suspended',
    wake: () => void context?.resume(),
  }
}
