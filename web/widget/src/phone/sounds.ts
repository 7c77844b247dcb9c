/** Sounds are what the window hears and plays by itself: the level of the microphone, and the tone of a call on hold. */
export interface Sounds {
  /** Measures this track from now on; nothing: none. */
  listen(track: MediaStreamTrack | undefined): void
  /** How loud it is now, from 0 to 1. */
  level(): number
  /** Plays the tone, or stops it. */
  hold(on: boolean): void
  /** Browsers let a window sound from a gesture on. */
  wake(): void
}

/** newSounds returns silence. */
export const newSounds = (): Sounds => {
  let context: AudioContext | undefined
  let source: MediaStreamAudioSourceNode | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  let ear: AnalyserNode | undefined
  const wave = new Float32Array(1024)
  const open = (): AudioContext => (context ??= new AudioContext())

  // Two soft notes.
  const play = (): void => {
    const at = open()
    for (const [i, pitch] of [392, 523].entries()) {
      const start = at.currentTime + i * 0.5
      const note = at.createOscillator()
      const volume = at.createGain()
      note.frequency.value = pitch
      volume.gain.setValueAtTime(0, start)
      volume.gain.linearRampToValueAtTime(0.06, start + 0.08)
      volume.gain.linearRampToValueAtTime(0, start + 0.9)
      note.connect(volume).connect(at.destination)
      note.start(start)
      note.stop(start + 1)
    }
  }

  return {
    listen(track) {
      source?.disconnect()
      source = undefined
      if (!track) return
      ear = open().createAnalyser()
      source = open().createMediaStreamSource(new MediaStream([track]))
      source.connect(ear)
    },
    level() {
      if (!source || !ear) return 0
      ear.getFloatTimeDomainData(wave)
      let sum = 0
      for (const one of wave) sum += one * one
      // Ears hear in powers: quiet speech is to be seen too.
      return Math.min(1, Math.sqrt(sum / wave.length) ** 0.5 * 1.6)
    },
    hold(on) {
      if (on === !!timer) return
      clearInterval(timer)
      timer = undefined
      if (!on) return
      timer = setInterval(play, 4e3)
      play()
    },
    wake: () => void context?.resume(),
  }
}
