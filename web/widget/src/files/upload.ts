import type { Attached, FilesNeeds, Upload } from '../chat/files'
import { decode } from '../json'
import { attempt, later, listen } from '../safely'

// Nothing went for so long: the line is dead.
const patience = 6e4

/** upload sends a file under its id, and returns what breaks it off; then nothing is told any more. */
export const upload = (
  { origin, visitor }: FilesNeeds,
  conversation: string,
  id: string,
  file: Blob,
  { progress, done, failed }: Upload,
): (() => void) => {
  const request = new XMLHttpRequest()
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...visitor(), conversation, id })) form.append(name, value)
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
    if (request.status === 200 && answer) done(answer)
    else failed(answer?.detail || 'The file did not get through')
  })
  request.open('POST', `${origin}/v1/file`)
  request.send(form)
  wait()
  return () => {
    cancelled = true
    request.abort()
  }
}
