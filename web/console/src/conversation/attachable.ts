import { map } from 'nanostores'
import { leftOut, MOST_FILES, sizeOf } from '../../../file'
import type { Schemas } from '../../../wire/frames'
import { text } from '../i18n'
import { SETTINGS } from '../settings/settings'
import { queries } from '../state/api'
import { $attached, attach } from './attached'

/** Attachable are the files that may be attached, and in words why others may not. */
export interface Attachable {
  files: File[]
  problem?: string
}

/** attachable says which files may be attached beside those that are; `most` is how many megabytes a file may have. */
export function attachable(wanted: readonly File[], attached: number, most: number | undefined): Attachable {
  const problems: string[] = []
  const fit = wanted.filter((file) => {
    const name = nameOf(file)
    if (file.size === 0) problems.push(text('conversation:fileEmpty', { name }))
    else if (most !== undefined && file.size > most * 1024 * 1024) {
      problems.push(text('conversation:fileTooLarge', { name, size: sizeOf(most * 1024 * 1024) }))
    } else return true
    return false
  })
  const room = Math.max(0, MOST_FILES - attached)
  if (fit.length > room) problems.push(noRoom(fit.slice(room).map(nameOf)))
  return { files: fit.slice(0, room), problem: problems.length > 0 ? problems.join(' ') : undefined }
}

/** noRoom says that a message carries no more files, and which of those that were wanted it does not. */
export function noRoom(names: readonly string[]): string {
  return `${text('conversation:tooManyFiles', { most: MOST_FILES })} ${leftOut(names)}`
}

/** $unattachable says, by conversation, why files that were just chosen were not attached. */
export const $unattachable = map<Record<string, string | undefined>>({})

/** attachFiles attaches what may be attached to the next message of a conversation, and says why the rest was not. */
export function attachFiles(conversation: string, wanted: readonly File[]): void {
  if (wanted.length === 0) return
  const settings = queries.getQueryData<Schemas['Settings']>(SETTINGS)
  const { files, problem } = attachable(wanted, $attached.get()[conversation]?.length ?? 0, settings?.maxFile)
  $unattachable.setKey(conversation, problem)
  attach(conversation, files)
}

/** pastedFiles are the files of what is pasted. Office programs add a picture to every text: then the text is meant. */
export function pastedFiles(data: DataTransfer | null): readonly File[] {
  if (!data || data.files.length === 0) return []
  const types = [...data.types]
  const written = types.includes('text/html') && data.getData('text/plain').trim() !== ''
  return written ? [] : [...data.files]
}

function nameOf(file: File): string {
  return file.name || text('conversation:file')
}
