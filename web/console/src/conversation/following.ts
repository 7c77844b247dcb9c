import { map } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { type Lines, missingAfter, NO_LINES, through, withMessages } from './lines'
import { dropUnsent } from './outbox'

type Message = Schemas['Message']

/** $lines holds the lines of every conversation that is followed here. */
export const $lines = map<Record<string, Lines | undefined>>({})

/** $unreachable names the conversations whose missing lines could not be fetched so far. */
export const $unreachable = map<Record<string, boolean>>({})

/** What following needs of the outside. */
export interface Source {
  /** Messages after a number; rejects when there is no answer. */
  after(conversation: string, seq: number): Promise<Schemas['Messages']>
  /** Acknowledges every message up to a number. */
  got(conversation: string, seq: number): void
}

/** Following keeps the lines of conversations complete: a gap is fetched by number, what came is acknowledged. */
export interface Following {
  /** received takes a message in. */
  received(message: Message): void
  /** follow fetches what is missing up to lastSeq. */
  follow(conversation: string, lastSeq: number): void
  /** again lets fetches that may hang on a broken connection begin anew. */
  again(): void
  /** acknowledge says again up to where everything is here; `known` is what the server believes. */
  acknowledge(conversation: string, known: number): void
  /** forget drops a conversation's lines. */
  forget(conversation: string): void
  /** anew drops all lines: the server's numbers mean nothing any more. */
  anew(): void
  stop(): void
}

/** makeFollowing returns a Following over `source`; `mine` says whose messages this console acknowledges. */
export function makeFollowing(source: Source, mine: (conversation: string) => boolean): Following {
  const wanted = new Map<string, number>()
  const fetching = new Map<string, symbol>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const said = new Map<string, number>()

  const linesOf = (conversation: string) => $lines.get()[conversation] ?? NO_LINES
  const missing = (conversation: string) => missingAfter(linesOf(conversation), wanted.get(conversation) ?? 0)

  function take(conversation: string, messages: readonly Message[]): void {
    const before = linesOf(conversation)
    const lines = withMessages(before, messages)
    if (lines !== before || !$lines.get()[conversation]) $lines.setKey(conversation, lines)
    for (const message of messages) if (message.from === 'operator') dropUnsent(message.id)
    if (mine(conversation)) sayGot(conversation, said.get(conversation) ?? 0)
  }

  function sayGot(conversation: string, known: number): void {
    const here = through(linesOf(conversation))
    if (here <= known) return
    said.set(conversation, here)
    source.got(conversation, here)
  }

  async function fill(conversation: string): Promise<void> {
    if (fetching.has(conversation)) return
    const turn = Symbol()
    fetching.set(conversation, turn)
    clearTimeout(timers.get(conversation))
    let failed = false
    for (let after = missing(conversation); after !== undefined && !failed; after = missing(conversation)) {
      const run = await source.after(conversation, after).catch(() => undefined)
      if (fetching.get(conversation) !== turn) return
      // An answer without what was asked for would be asked for again at once, for ever.
      if (run && run.messages.length > 0) take(conversation, run.messages)
      failed = !run || missing(conversation) === after
    }
    fetching.delete(conversation)
    $unreachable.setKey(conversation, failed)
    if (failed)
      timers.set(
        conversation,
        setTimeout(() => void fill(conversation), RETRY),
      )
  }

  function drop(conversation: string): void {
    fetching.delete(conversation)
    clearTimeout(timers.get(conversation))
    said.delete(conversation)
  }

  return {
    received(message) {
      take(message.conversation, [message])
      if (missing(message.conversation) !== undefined) void fill(message.conversation)
    },
    follow(conversation, lastSeq) {
      wanted.set(conversation, Math.max(lastSeq, wanted.get(conversation) ?? 0))
      if (!$lines.get()[conversation]) $lines.setKey(conversation, NO_LINES)
      if (missing(conversation) !== undefined) void fill(conversation)
    },
    again() {
      fetching.clear()
      for (const timer of timers.values()) clearTimeout(timer)
    },
    acknowledge(conversation, known) {
      if (mine(conversation)) sayGot(conversation, known)
    },
    forget(conversation) {
      drop(conversation)
      wanted.delete(conversation)
      $lines.setKey(conversation, undefined)
    },
    anew() {
      for (const conversation of Object.keys($lines.get())) drop(conversation)
      wanted.clear()
      $lines.set({})
    },
    stop() {
      for (const conversation of Object.keys($lines.get())) drop(conversation)
    },
  }
}

const RETRY = 3000
