import { MOST_FILES } from '../../../file'
import type { Schemas } from '../../../wire/frames'
import { $unattachable, noRoom } from './attachable'
import { $attached, attachAgain } from './attached'

/** enclose puts the files of a canned message among those that go with the next message: each once, and as many as it may carry. */
export function enclose(conversation: string, { files = [] }: Pick<Schemas['Canned'], 'files'>): void {
  const there = $attached.get()[conversation] ?? []
  const wanted = files.filter(({ id }) => !there.some((one) => one.id === id))
  if (wanted.length === 0) return
  const room = Math.max(0, MOST_FILES - there.length)
  const rest = wanted.slice(room).map(({ name }) => name)
  $unattachable.setKey(conversation, rest.length > 0 ? noRoom(rest) : undefined)
  if (room > 0) attachAgain(conversation, wanted.slice(0, room))
}
