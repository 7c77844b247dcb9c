/** Sounds are what the window hears and plays by itself: the level of the microphone, and the tone of a call on hold. */
export interface Sounds {
  /** Measures this track from now on. */
  measure(track: MediaStreamTrack): void
  /** How loud it is now, from 0 to 1. */
  level(): number
  /** Plays the tone, or stops it. */
  hum(on: boolean): void
  /** Browsers let a window sound from a gesture on. */
  wake(): void
}

/** newSounds returns silence. */
export const newSounds = (): Sounds => {
  let context: AudioContext | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  let ear: AnalyserNode | undefined
  const wave = new Float32Array(1024)
  const open = (): AudioContext => (context ??= new AudioContext())

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
      ear = open().createAnalyser()
      open()
        .createMediaStreamSource(new MediaStream([track]))
        .connect(ear)
    },
    level() {
      ear?.getFloatTimeDomainData(wave)
      // Quiet speech is to be seen too.
      return Math.max(...wave) ** 0.5
    },
    hum(on) {
      if (on === !!timer) return
      clearInterval(timer)
      timer = on ? setInterval(note, 3e3) : undefined
      if (on) note()
    },
    wake: () => void context?.resume(),
  }
}
