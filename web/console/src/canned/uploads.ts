import { map } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { newID } from '../conversation/id'
import { upload, wordsOf } from '../state/api'

/** An Upload is a file on its way into a canned message that is being edited. */
export interface Upload {
  id: string
  name: string
  size: number
  /** part is how much of it is up, from 0 to 1. */
  part: number
  /** problem says in words why it is not up. */
  problem?: string
}

interface Going {
  bytes: File
  done: (file: Schemas['File']) => void
  stop: AbortController
  running?: boolean
}

/** $uploads are the files on their way, by the row that they are for. */
export const $uploads = map<Record<string, readonly Upload[] | undefined>>({})

const going = new Map<string, Going>()

/** encloseFiles puts files up for a row, one after the other, so that their order stays; `done` gets each that is up. Whether they may was
 * asked before. */
export function encloseFiles(row: string, files: readonly File[], done: (file: Schemas['File']) => void): void {
  for (const bytes of files) {
    const one = { id: newID(), name: bytes.name, size: bytes.size, part: 0 }
    going.set(one.id, { bytes, done, stop: new AbortController() })
    $uploads.setKey(row, [...of(row), one])
  }
  next(row)
}

/** cancelUpload takes a file away that is on its way, or that failed. */
export function cancelUpload(row: string, id: string): void {
  going.get(id)?.stop.abort()
  end(row, id)
  next(row)
}

/** retryUpload puts a file up once more that failed: with the same id, so that it can't come twice. */
export function retryUpload(row: string, id: string): void {
  change(row, id, { part: 0, problem: undefined })
  next(row)
}

/** stopUploads ends everything that is on its way. */
export function stopUploads(): void {
  for (const { stop } of going.values()) stop.abort()
  going.clear()
  $uploads.set({})
}

function next(row: string): void {
  const list = of(row)
  if (list.some(({ id }) => going.get(id)?.running)) return
  const one = list.find(({ problem }) => problem === undefined)
  const put = one && going.get(one.id)
  if (put) void putUp(row, one.id, put)
}

async function putUp(row: string, id: string, one: Going): Promise<void> {
  const form = new FormData()
  form.append('id', id)
  form.append('file', one.bytes)
  one.running = true
  try {
    const file = await upload<Schemas['File']>('/canned/files', form, (part) => change(row, id, { part }), one.stop.signal)
    if (going.get(id) !== one) return
    one.done(file)
    end(row, id)
  } catch (error) {
    change(row, id, { part: 0, problem: wordsOf(error) })
  }
  one.running = false
  next(row)
}

function of(row: string): readonly Upload[] {
  return $uploads.get()[row] ?? []
}

function change(row: string, id: string, to: Partial<Upload>): void {
  if (!going.has(id)) return
  $uploads.setKey(
    row,
    of(row).map((one) => (one.id === id ? { ...one, ...to } : one)),
  )
}

function end(row: string, id: string): void {
  going.delete(id)
  const rest = of(row).filter((one) => one.id !== id)
  $uploads.setKey(row, rest.length > 0 ? rest : undefined)
}
