import type { Schemas } from '../../../wire/frames'
import { decode, encode } from '../json'
import type { Keep } from '../port'
import { attempt } from '../safely'
import { type Area, store, stored } from '../storage'
import type { Attached } from './files'

/** Unsent is a text that the server has not yet committed, or refused for good. */
export interface Unsent {
  id: string
  conversation: string
  text: string
  at: number
  files?: Attached[]
  /** Set for an off-line message. */
  email?: string
  name?: string
  subject?: string
  /** Why the server will never take it, in words. */
  why?: string
}

/** Outbox holds what is unsent, over page changes, reloads and sleep. Each text has a name of its own in the storage, so that tabs don't overwrite each other. */
export interface Outbox {
  /** In the order in which they were written. */
  list(): Unsent[]
  put(text: Unsent): void
  take(id: string): Unsent | undefined
}

// A chat is long over by then.
const keptFor = 48 * 3600e3
const atMost = 100

const namesOf = (area: Area, prefix: string): string[] =>
  attempt(() => Object.keys(window[area]).filter((name) => name.startsWith(prefix))) || []

/** newOutbox returns the outbox kept under name. What an earlier privacy mode of the site left elsewhere moves. */
export const newOutbox = (name: string, keep: () => Keep): Outbox => {
  const prefix = `${name}:`
  const area = (): Area => (keep() === 'browser' ? 'localStorage' : 'sessionStorage')
  const unsent = new Map<string, Unsent>()

  const save = (one: Unsent): void => store(area(), prefix + one.id, encode(one))

  for (const from of ['localStorage', 'sessionStorage'] as const)
    for (const key of namesOf(from, prefix)) {
      const one = attempt(() => decode(stored(from, key)) as Unsent)
      if (from !== area() || !one?.id || Date.now() - one.at > keptFor) store(from, key, '')
      if (!one?.id || Date.now() - one.at > keptFor) continue
      unsent.set(one.id, one)
      save(one)
    }

  // Says to the loader of the next page that the panel is needed, whatever the server says.
  const flag = (): void => store('localStorage', `${name}_talk`, unsent.size && area() === 'localStorage' ? '1' : '')
  flag()

  return {
    list: () => [...unsent.values()].sort((a, b) => a.at - b.at),
    put(one) {
      if (unsent.size >= atMost && !unsent.has(one.id)) throw new Error('outbox full')
      unsent.set(one.id, one)
      save(one)
      flag()
    },
    take(id) {
      const one = unsent.get(id)
      unsent.delete(id)
      store(area(), prefix + id, '')
      if (one) flag()
      return one
    },
  }
}

/** frameOf returns the frame that sends one. */
export const frameOf = ({
  id,
  conversation,
  text,
  files,
  email,
  name,
  subject,
}: Unsent): Schemas['SayFrame'] | Schemas['LeaveFrame'] =>
  email
    ? { type: 'leave', id, name, email, subject: subject || undefined, text, files: files?.map((file) => file.id) }
    : { type: 'say', conversation, id, text, files: files?.map((file) => file.id) }
