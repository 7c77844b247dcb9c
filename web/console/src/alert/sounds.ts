/** Sound is what a sound tells of: a chat request that rings, a visitor who has come, a message in a chat that is not in view. */
export type Sound = 'request' | 'visitor' | 'message'

interface Note {
  pitch: number
  at: number
  loud: number
}

// Made here, note by note: no sound file to fetch.
const NOTES: Record<Sound, readonly Note[]> = {
  request: [0, 0.7].flatMap((at) => [
    { pitch: 880, at, loud: 0.18 },
    { pitch: 1174.7, at: at + 0.16, loud: 0.18 },
  ]),
  visitor: [{ pitch: 587.3, at: 0, loud: 0.08 }],
  message: [
    { pitch: 1318.5, at: 0, loud: 0.1 },
    { pitch: 1046.5, at: 0.11, loud: 0.1 },
  ],
}

/** STALE is for how many milliseconds a sound waits for the browser's leave; later it would only surprise. */
const STALE = 500

let audio: AudioContext | undefined

/** play sounds once; silent where the browser allows no sound, or not before a first click. */
export function play(sound: Sound): void {
  const asked = Date.now()
  try {
    audio ??= new AudioContext()
    const here = audio
    const begin = () => {
      if (Date.now() - asked > STALE) return
      for (const note of NOTES[sound]) tone(here, note)
    }
    if (here.state === 'running') begin()
    else void here.resume().then(begin, () => {})
  } catch {}
}

function tone(context: AudioContext, { pitch, at, loud }: Note): void {
  const begin = context.currentTime + at
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  oscillator.frequency.value = pitch
  volume.gain.setValueAtTime(0, begin)
  volume.gain.linearRampToValueAtTime(loud, begin + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.45)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(begin)
  oscillator.stop(begin + 0.5)
}
