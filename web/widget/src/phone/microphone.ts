/** Trouble is why there is no microphone. */
export type Trouble = 'refused' | 'none' | 'busy' | 'insecure'

/** askMicrophone asks the visitor for his microphone. Which one is chosen where the browser asks. */
export const askMicrophone = async (): Promise<MediaStreamTrack | Trouble> => {
  const { mediaDevices } = navigator
  if (!mediaDevices) return 'insecure'
  try {
    return (await mediaDevices.getUserMedia({ audio: true })).getAudioTracks()[0] ?? 'none'
  } catch (error) {
    const { name } = error as Error
    return name === 'NotAllowedError' ? 'refused' : name === 'NotFoundError' ? 'none' : 'busy'
  }
}
