import type { Schemas } from '../../../wire/frames'
import type { Unsent } from './outbox'

/** An Entry of a transcript as it is shown. `last` is true where the time and the mark stand below. */
export interface Entry {
  key: string
  side: 'visitor' | 'operator' | 'system' | 'note'
  text: string
  at: number
  mark?: 'sent' | 'delivered' | 'read' | 'sending' | 'refused'
  name?: string
  unsent?: Unsent
  files?: readonly Schemas['File'][]
  /** page is the address of a page that was offered to the visitor. */
  page?: string
  /** call: the line tells of a call. */
  call?: boolean
  last: boolean
}

const CALL_LINES: ReadonlySet<string | undefined> = new Set(['call-offered', 'call-started', 'call-ended'])

/** entriesOf puts committed lines and then unsent messages in order, each id once; a committed line wins over its unsent copy. */
export function entriesOf(
  lines: readonly Schemas['Message'][],
  unsent: readonly Unsent[],
  visitorGot: number,
  visitorRead = 0,
): Entry[] {
  const committed = new Set(lines.map((line) => line.id))
  const entries = lines.map((line): Entry => {
    const reached = line.seq <= visitorRead ? 'read' : line.seq <= visitorGot ? 'delivered' : 'sent'
    const mark = line.from === 'operator' ? reached : undefined
    return {
      key: `${line.seq}`,
      side: line.from,
      text: line.text,
      at: line.at,
      name: line.name,
      mark,
      files: line.files,
      page: line.what === 'page' ? line.text : undefined,
      call: CALL_LINES.has(line.what) || undefined,
      last: true,
    }
  })
  for (const message of unsent) {
    if (committed.has(message.id)) continue
    const mark = message.refused === undefined ? 'sending' : 'refused'
    const { id, text, at, files } = message
    entries.push({ key: id, side: 'operator', text, at, mark, unsent: message, files, last: true })
  }
  for (const [i, entry] of entries.entries()) entry.last = !continues(entry, entries[i + 1])
  return entries
}

/** sameEntry is whether two entries show the same. */
export function sameEntry(a: Entry, b: Entry): boolean {
  const fields = Object.keys({ ...a, ...b }) as (keyof Entry)[]
  return fields.every((field) => a[field] === b[field])
}

// Time and mark stand once below a run of one side's messages that share them.
function continues(entry: Entry, next: Entry | undefined): boolean {
  return (
    next !== undefined &&
    entry.side !== 'system' &&
    next.side === entry.side &&
    next.name === entry.name &&
    next.mark === entry.mark &&
    entry.mark !== 'refused' &&
    Math.floor(next.at / 60_000) === Math.floor(entry.at / 60_000)
  )
}
