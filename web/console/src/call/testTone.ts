/** testTone plays two notes by a loudspeaker, where the browser lets one be chosen. */
export async function testTone(loudspeaker: string): Promise<void> {
  const audio = new AudioContext()
  const choosing = audio as AudioContext & { setSinkId?: (id: string) => Promise<void> }
  if (loudspeaker) await choosing.setSinkId?.(loudspeaker).catch(() => {})
  const volume = audio.createGain()
  volume.gain.value = 0.2
  volume.connect(audio.destination)
  for (const [at, pitch] of [659.3, 880].entries()) {
    const note = audio.createOscillator()
    note.frequency.value = pitch
    note.connect(volume)
    note.start(audio.currentTime + at * 0.3)
    note.stop(audio.currentTime + at * 0.3 + 0.28)
  }
  setTimeout(() => void audio.close(), 1500)
}
