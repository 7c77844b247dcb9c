/** A Level listens how loud a stream is. */
export interface Level {
  /** From 0, silence, to 1. */
  now(): number
  stop(): void
}

let audio: AudioContext | undefined
let users = 0

/** levelOf measures how loud a stream is; where the browser can't, it stays silent. */
export function levelOf(stream: MediaStream): Level {
  try {
    audio ??= new AudioContext()
    void audio.resume()
    const source = audio.createMediaStreamSource(stream)
    const analyser = audio.createAnalyser()
    analyser.fftSize = 512
    source.connect(analyser)
    const mine = audio
    users++
    const samples = new Float32Array(analyser.fftSize)
    return {
      now() {
        analyser.getFloatTimeDomainData(samples)
        let sum = 0
        for (const sample of samples) sum += sample * sample
        return loudness(Math.sqrt(sum / samples.length))
      },
      stop() {
        source.disconnect()
        if (--users > 0) return
        audio = undefined
        void mine.close()
      },
    }
  } catch {
    return { now: () => 0, stop: () => {} }
  }
}

/** loudness makes of a mean of samples what an ear makes of it: from 0 at -60 dB and below to 1 at full scale. */
export function loudness(mean: number): number {
  if (mean <= 0) return 0
  return Math.min(1, Math.max(0, 1 + (20 * Math.log10(mean)) / 60))
}
