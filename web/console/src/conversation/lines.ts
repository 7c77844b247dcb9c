import type { Schemas } from '../../../wire/frames'

type Message = Schemas['Message']

/** Lines are what is known of a conversation's messages: all from 1 to `through`, and some that came ahead of a gap. */
export interface Lines {
  readonly list: readonly Message[]
  readonly ahead: readonly Message[]
}

/** NO_LINES is a conversation of which nothing has been received. */
export const NO_LINES: Lines = { list: [], ahead: [] }

/** through is the number up to which every line is here. */
export function through(lines: Lines): number {
  return lines.list.length
}

/** highest is the highest number seen, whether or not a gap lies before it. */
export function highest(lines: Lines): number {
  return lines.ahead.at(-1)?.seq ?? through(lines)
}

/** withMessages takes messages in, in whatever order and however often they come: by number, each number once. */
export function withMessages(lines: Lines, messages: readonly Message[]): Lines {
  const known = through(lines)
  const bySeq = new Map(lines.ahead.map((message) => [message.seq, message]))
  for (const message of messages) {
    if (message.seq > known && !bySeq.has(message.seq)) bySeq.set(message.seq, message)
  }
  const waiting = [...bySeq.values()].sort((a, b) => a.seq - b.seq)
  const list = [...lines.list]
  while (waiting[0]?.seq === list.length + 1) list.push(waiting.shift() as Message)
  if (list.length === known && waiting.length === lines.ahead.length) return lines
  return { list, ahead: waiting }
}

/** missingAfter is the number after which messages have to be fetched, or undefined when everything up to lastSeq is here. */
export function missingAfter(lines: Lines, lastSeq: number): number | undefined {
  const known = through(lines)
  return known < Math.max(lastSeq, highest(lines)) ? known : undefined
}

/** visibleLines are the lines in their order, each id once: numbers decide the order, ids that nothing is read twice. */
export function visibleLines(lines: Lines): readonly Message[] {
  const seen = new Set<string>()
  return lines.list.filter((message) => {
    if (message.id === '') return true
    if (seen.has(message.id)) return false
    seen.add(message.id)
    return true
  })
}
