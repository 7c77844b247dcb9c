import type { Schemas } from '../../../wire/frames'
import { decode } from '../json'
import { attempt, later, listen } from '../safely'

/** Attached is a file that the server has. */
export type Attached = Schemas['File']

/** Upload is told how the way of one file to the server goes. */
export interface Upload {
  /** How much of it went, from 0 to 1. */
  progress(part: number): void
  done(file: Attached): void
  /** Why it did not get there, in words. */
  failed(why: string): void
}

/** Files takes the visitor's files to the server, and brings those of the conversation. */
export interface Files {
  /** Takes over who the visitor is and how large a file may be. */
  welcome(frame: Schemas['WelcomeFrame']): void
  /** Bytes that a file may have. */
  limit(): number
  /** Sends a file under its id, and returns what breaks it off; then nothing is told any more. */
  send(conversation: string, id: string, file: Blob, upload: Upload): () => void
  /** Brings the bytes of a file; throws when they can't be had now. */
  bytes(id: string): Promise<Blob>
}

// Nothing went for so long: the line is dead.
const patience = 6e4

/** newFiles returns the files of this site's visitor at the server of origin. */
export const newFiles = (origin: string, site: string): Files => {
  let token = ''
  let most = 0
  // What the visitor has attached himself need not come back to be shown.
  const own = new Map<string, Blob>()

  return {
    welcome(frame) {
      token = frame.token ?? token
      most = frame.maxFile
    },
    limit: () => most,
    send(conversation, id, file, { progress, done, failed }) {
      const request = new XMLHttpRequest()
      const form = new FormData()
      for (const [name, value] of Object.entries({ site, token, conversation, id })) form.append(name, value)
      form.append('file', file)
      let cancelled = false
      let timer: ReturnType<typeof setTimeout> | undefined
      const wait = (): void => {
        clearTimeout(timer)
        timer = later(() => request.abort(), patience)
      }
      listen(request.upload, 'progress', (event) => {
        const { loaded, total } = event as ProgressEvent
        wait()
        progress(loaded / total)
      })
      listen(request, 'loadend', () => {
        clearTimeout(timer)
        if (cancelled) return
        const answer = attempt(() => decode(request.responseText) as Attached & { detail?: string })
        if (request.status === 200 && answer) {
          own.set(id, file)
          done(answer)
        } else failed(answer?.detail || 'The file did not get through')
      })
      request.open('POST', `${origin}/v1/file`)
      request.send(form)
      wait()
      return () => {
        cancelled = true
        request.abort()
      }
    },
    async bytes(id) {
      const here = own.get(id)
      if (here) return here
      const answer = await fetch(`${origin}/v1/file/bytes`, { method: 'POST', body: new URLSearchParams({ site, token, id }) })
      if (!answer.ok) throw new Error('no file')
      return answer.blob()
    },
  }
}
