/** Trouble is why there is no microphone. */
export type Trouble = 'refused' | 'none' | 'busy' | 'insecure'

/** askMicrophone asks the visitor for his microphone: that one, or any. */
export const askMicrophone = async (device?: string): Promise<MediaStreamTrack | Trouble> => {
  try {
    const { mediaDevices } = navigator
    if (!mediaDevices) return 'insecure'
    const stream = await mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(device && { deviceId: { exact: device } }),
      },
    })
    return stream.getAudioTracks()[0] ?? 'none'
  } catch (error) {
    const { name } = error as Error
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
    return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy'
  }
}

/** microphones lists those there are to choose from; empty before one was allowed. */
export const microphones = async (): Promise<MediaDeviceInfo[]> => {
  const all = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  return all.filter(({ kind, deviceId, label }) => kind === 'audioinput' && deviceId && label)
}
