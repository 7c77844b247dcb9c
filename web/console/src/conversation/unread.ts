import { atom, computed } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { $conversations, $mine } from '../state/live'
import { $lines } from './following'

type Conversation = Schemas['Conversation']

let operator = ''

/** $read says up to which number the operator has had each conversation of his own before his eyes. */
export const $read = atom<Readonly<Record<string, number>>>({})

/** $unread counts, for each open conversation of this operator, the visitor's messages that he has not had before his eyes. */
export const $unread = computed([$mine, $lines, $read], (mine, lines, read) => {
  const unread: Record<string, number> = {}
  for (const { id } of mine) {
    const after = read[id] ?? 0
    unread[id] = lines[id]?.list.filter(({ from, seq }) => from === 'visitor' && seq > after).length ?? 0
  }
  return unread
})

/** $unreadInAll is how many messages of all his chats the operator has not had before his eyes. */
export const $unreadInAll = computed($unread, (unread) => Object.values(unread).reduce((sum, one) => sum + one, 0))

/** $returned are the conversations that were this operator's and wait in the queue now. */
export const $returned = computed([$conversations, $read], (conversations, read) =>
  Object.values(conversations).filter((one) => one.state === 'open' && !one.operator && read[one.id] !== undefined),
)

/** openRead takes up what an operator has read on this device, and keeps it as his conversations come and go; the function returned ends that. */
export function openRead(of: string): () => void {
  operator = of
  $read.set(stored())
  // That a conversation was his is kept too: he may come back to find it in the queue.
  const unwatch = $mine.subscribe((mine) => {
    const fresh = mine.filter(({ id }) => $read.get()[id] === undefined)
    if (fresh.length > 0) change({ ...$read.get(), ...Object.fromEntries(fresh.map(({ id }) => [id, 0])) })
  })
  return () => {
    unwatch()
    operator = ''
    $read.set({})
  }
}

/** readUpTo notes that the operator has a conversation before his eyes, up to a number. */
export function readUpTo(conversation: Conversation, seq: number): void {
  const before = $read.get()[conversation.id]
  if (before === undefined || before >= seq) return
  change({ ...$read.get(), [conversation.id]: seq })
}

function change(to: Readonly<Record<string, number>>): void {
  const known = $conversations.get()
  const open = Object.entries(to).filter(([id]) => known[id]?.state !== 'ended')
  const read = Object.fromEntries(open.slice(-MOST))
  $read.set(read)
  try {
    localStorage.setItem(keyOf(operator), JSON.stringify(read))
  } catch {
    // Without storage everything counts as unread when the page is loaded anew.
  }
}

const MOST = 100

function stored(): Record<string, number> {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(operator)) ?? '{}') as Record<string, unknown>
    return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
  } catch {
    return {}
  }
}

function keyOf(of: string): string {
  return `beckon.read.${of}`
}
