/** Trouble is why there is no microphone. */
export type Trouble = 'refused' | 'none' | 'busy' | 'insecure'

/** Microphone is the visitor's microphone, for as long as there is a reason. */
export interface Microphone {
  /** What is heard of it; nothing while it is off. */
  track(): MediaStreamTrack | undefined
  state(): 'off' | 'asking' | 'on' | Trouble
  /** Asks for it; an earlier question does not count any more. */
  listen(): void
  /** Switches it off, also when it is allowed only later. */
  silence(): void
}

// Which one is chosen where the browser asks.
const ask = async (): Promise<MediaStreamTrack | Trouble> => {
  const { mediaDevices } = navigator
  if (!mediaDevices) return 'insecure'
  try {
    return (await mediaDevices.getUserMedia({ audio: true })).getAudioTracks()[0] ?? 'none'
  } catch (error) {
    const { name } = error as Error
    return name === 'NotAllowedError' ? 'refused' : name === 'NotFoundError' ? 'none' : 'busy'
  }
}

/** newMicrophone returns a microphone that is off; `changed` is called when it goes on or can't. */
export const newMicrophone = (changed: () => void): Microphone => {
  let state: ReturnType<Microphone['state']> = 'off'
  let track: MediaStreamTrack | undefined
  // Counts the questions: the answer to an old one is not used.
  let latest = 0

  const silence = (): void => {
    latest++
    track?.stop()
    track = undefined
    state = 'off'
  }

  return {
    track: () => track,
    state: () => state,
    async listen() {
      silence()
      const mine = latest
      state = 'asking'
      const got = await ask()
      if (mine !== latest) {
        if (typeof got !== 'string') got.stop()
        return
      }
      if (typeof got === 'string') state = got
      else {
        track = got
        state = 'on'
        got.onended = () => {
          if (track !== got) return
          silence()
          state = 'none'
          changed()
        }
      }
      changed()
    },
    silence,
  }
}
