import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { newID } from './id'

/** An Unsent message is one that no server has acknowledged yet, or one it refused for ever. */
export interface Unsent {
  id: string
  conversation: string
  text: string
  at: number
  /** refused holds the reason in words; absent while the message is being sent. */
  refused?: string
  /** canned is the canned message that the text was made from. */
  canned?: string
  /** files are up already; they go with the message by their ids. */
  files?: readonly Schemas['File'][]
}

/** $outbox holds every message of this operator that is not acknowledged, in the order of writing. */
export const $outbox = atom<readonly Unsent[]>([])

// One entry per message, so that two windows of the same operator never overwrite each other's.
const PREFIX = 'beckon.outbox.'
// Written to see whether storage works. Not under the prefix: the other windows would each look in turn, for ever.
const PROBE = 'beckon.probe'
let operator = ''

/** openOutbox reads what this operator left unsent, also before a reload or in another window, and follows other windows. */
export function openOutbox(operatorID: string): () => void {
  operator = operatorID
  $outbox.set(stored())
  const follow = (event: StorageEvent) => {
    if (event.key === null || event.key.startsWith(PREFIX)) $outbox.set(merged(stored()))
  }
  window.addEventListener('storage', follow)
  return () => window.removeEventListener('storage', follow)
}

/** putUnsent keeps a new message until it is acknowledged, and returns it. */
export function putUnsent(
  conversation: string,
  text: string,
  { canned, files }: Pick<Unsent, 'canned' | 'files'> = {},
  now = Date.now(),
): Unsent {
  const last = $outbox.get().at(-1)?.at ?? 0
  const unsent: Unsent = { id: newID(), conversation, text, at: Math.max(now, last + 1), canned, files }
  keep(unsent)
  $outbox.set([...$outbox.get(), unsent])
  return unsent
}

/** dropUnsent forgets a message: it was acknowledged, or the operator took it back. */
export function dropUnsent(id: string): void {
  const unsent = $outbox.get().find((entry) => entry.id === id)
  if (!unsent) return
  try {
    localStorage.removeItem(keyOf(unsent))
  } catch {}
  $outbox.set($outbox.get().filter((entry) => entry.id !== id))
}

/** refuseUnsent marks a message that will never be accepted as it is; its text stays until the operator takes it back. */
export function refuseUnsent(id: string, reason: string): void {
  const unsent = $outbox.get().find((entry) => entry.id === id)
  if (!unsent) return
  const refused = { ...unsent, refused: reason }
  keep(refused)
  $outbox.set($outbox.get().map((entry) => (entry.id === id ? refused : entry)))
}

function keyOf(unsent: Unsent): string {
  return `${PREFIX}${operator}.${unsent.conversation}.${unsent.id}`
}

// Without storage (private windows, full disk) a message still lives here, as long as the window does.
function keep(unsent: Unsent): void {
  try {
    localStorage.setItem(keyOf(unsent), JSON.stringify(unsent))
  } catch {}
}

function stored(): Unsent[] {
  const found: Unsent[] = []
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i)
      if (!key?.startsWith(`${PREFIX}${operator}.`)) continue
      const entry = parsed(localStorage.getItem(key))
      if (entry) found.push(entry)
    }
  } catch {}
  return found.sort((a, b) => a.at - b.at)
}

// What the other window acknowledged is gone from storage; what this one could not store is not.
function merged(fromStorage: Unsent[]): readonly Unsent[] {
  return storageWorks() ? fromStorage : $outbox.get()
}

function storageWorks(): boolean {
  try {
    localStorage.setItem(PROBE, '1')
    localStorage.removeItem(PROBE)
    return true
  } catch {
    return false
  }
}

function parsed(text: string | null): Unsent | undefined {
  try {
    const entry = JSON.parse(text ?? '') as Unsent
    return typeof entry.id === 'string' && typeof entry.conversation === 'string' && typeof entry.text === 'string'
      ? entry
      : undefined
  } catch {
    return undefined
  }
}
