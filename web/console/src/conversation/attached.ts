import { map } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { upload, wordsOf } from '../state/api'
import { newID } from './id'

/** An Attachment is a file that is to go with the next message of a conversation, or with the reply to an off-line message: what is
 * `conversation` here is then what replyTo makes of it. */
export interface Attachment {
  id: string
  name: string
  size: number
  state: 'waiting' | 'uploading' | 'up' | 'failed'
  /** part is how much of it is up, from 0 to 1. */
  part: number
  /** problem says in words why it failed. */
  problem?: string
  /** file is what the server made of it, once it is up, and `since` when that was. */
  file?: Schemas['File']
  since?: number
}

/** $attached holds what is attached and not sent, by conversation. */
export const $attached = map<Record<string, readonly Attachment[] | undefined>>({})

const PREFIX = 'beckon.attached.'
// The server forgets a file that goes with no message after a day.
const KEPT_FOR = 23 * 60 * 60_000
/** AT_ONCE is how many files go up at a time: a slow line must still carry messages. */
const AT_ONCE = 2

interface Kept {
  file: Schemas['File']
  since: number
}

const bytes = new Map<string, File>()
const running = new Map<string, AbortController>()
let operator = ''

const REPLY = 'reply/'

/** replyTo is under which name a reply's files are attached. */
export function replyTo(offline: string): string {
  return REPLY + offline
}

/** openAttached reads the files that this operator left attached in this browser; what was not up yet is gone. */
export function openAttached(operatorID: string, now = Date.now()): void {
  stopUploads()
  operator = operatorID
  const found: Record<string, readonly Attachment[]> = {}
  const prefix = `${PREFIX}${operator}.`
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix)) continue
      const kept = (JSON.parse(localStorage.getItem(key) ?? '[]') as Kept[]).filter(({ since }) => now - since < KEPT_FOR)
      if (kept.length > 0) found[key.slice(prefix.length)] = kept.map(({ file, since }) => alreadyUp(file, since))
      else localStorage.removeItem(key)
    }
  } catch {}
  $attached.set(found)
}

/** attach begins to put files up; they are sent with the next message of the conversation. Whether they may was asked before. */
export function attach(conversation: string, files: readonly File[]): void {
  const added = files.map((file): Attachment => {
    const id = newID()
    bytes.set(id, file)
    return { id, name: file.name || 'file', size: file.size, state: 'waiting', part: 0 }
  })
  put(conversation, [...of(conversation), ...added])
  next()
}

/** attachAgain puts files that are up already back among those that go with the next message. */
export function attachAgain(conversation: string, files: readonly Schemas['File'][]): void {
  put(conversation, [...of(conversation), ...files.map((file) => alreadyUp(file))])
}

/** detach takes a file away; when it is on its way up, that ends. */
export function detach(conversation: string, id: string): void {
  running.get(id)?.abort()
  bytes.delete(id)
  put(
    conversation,
    of(conversation).filter((one) => one.id !== id),
  )
  next()
}

/** retry puts a file up once more that failed: with the same id, so that it can't come twice. */
export function retry(conversation: string, id: string): void {
  change(conversation, id, { state: 'waiting', part: 0, problem: undefined })
  next()
}

/** takeAttached returns what goes with a message that is sent now, and begins anew. */
export function takeAttached(conversation: string): Schemas['File'][] {
  const taken = of(conversation).flatMap(({ file }) => file ?? [])
  put(conversation, [])
  return taken
}

/** allUp is whether nothing that is attached still has to go up. */
export function allUp(attached: readonly Attachment[]): boolean {
  return attached.every(({ state }) => state === 'up')
}

/** stopUploads ends what is on its way: somebody else may sign in next. */
export function stopUploads(): void {
  for (const one of running.values()) one.abort()
  running.clear()
  bytes.clear()
  $attached.set({})
}

function next(): void {
  const all = Object.entries($attached.get()).flatMap(([conversation, list]) =>
    (list ?? []).map((one) => ({ conversation, one })),
  )
  for (const { conversation, one } of all) {
    if (running.size >= AT_ONCE) return
    if (one.state === 'waiting') void putUp(conversation, one.id)
  }
}

async function putUp(conversation: string, id: string): Promise<void> {
  const file = bytes.get(id)
  if (!file) return change(conversation, id, { state: 'failed', problem: 'The file is no longer here. Attach it again.' })
  const stop = new AbortController()
  running.set(id, stop)
  change(conversation, id, { state: 'uploading' })
  const form = new FormData()
  form.append('id', id)
  form.append('file', file)
  const path = conversation.startsWith(REPLY)
    ? `/offline/${conversation.slice(REPLY.length)}/files`
    : `/conversations/${conversation}/files`
  try {
    const up = await upload<Schemas['File']>(path, form, (part) => change(conversation, id, { part }), stop.signal)
    bytes.delete(id)
    change(conversation, id, { state: 'up', part: 1, file: up, since: Date.now(), name: up.name, size: up.size })
  } catch (error) {
    if (!stop.signal.aborted) change(conversation, id, { state: 'failed', part: 0, problem: wordsOf(error) })
  }
  if (running.get(id) === stop) running.delete(id)
  next()
}

function of(conversation: string): readonly Attachment[] {
  return $attached.get()[conversation] ?? []
}

function alreadyUp(file: Schemas['File'], since = Date.now()): Attachment {
  return { id: file.id, name: file.name, size: file.size, state: 'up', part: 1, file, since }
}

function change(conversation: string, id: string, to: Partial<Attachment>): void {
  const list = of(conversation)
  // What was taken away meanwhile stays away.
  if (!list.some((one) => one.id === id)) return
  put(
    conversation,
    list.map((one) => (one.id === id ? { ...one, ...to } : one)),
  )
}

function put(conversation: string, list: readonly Attachment[]): void {
  $attached.setKey(conversation, list.length > 0 ? list : undefined)
  const kept = list.flatMap(({ file, since }): Kept[] => (file && since ? [{ file, since }] : []))
  try {
    const key = `${PREFIX}${operator}.${conversation}`
    if (kept.length > 0) localStorage.setItem(key, JSON.stringify(kept))
    else localStorage.removeItem(key)
  } catch {}
}
