// Two soft notes, made here: no sound file to fetch.
const NOTES = [
  { pitch: 880, at: 0 },
  { pitch: 1174.7, at: 0.16 },
]

/** ring sounds twice when a visitor has accepted; silent where the browser allows no sound. */
export function ring(): void {
  try {
    const audio = new AudioContext()
    for (const repeat of [0, 0.7]) for (const note of NOTES) sound(audio, note.pitch, audio.currentTime + repeat + note.at)
    setTimeout(() => void audio.close(), 2500)
  } catch {}
}

function sound(audio: AudioContext, pitch: number, at: number): void {
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  tone.frequency.value = pitch
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.18, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.45)
  tone.connect(volume).connect(audio.destination)
  tone.start(at)
  tone.stop(at + 0.5)
}
