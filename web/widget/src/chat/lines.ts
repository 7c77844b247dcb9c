import type { Talk } from './conversation'
import type { Line } from './log'
import type { Unsent } from './outbox'
import { operatorOf, systemLine } from './words'

// What is said later than this has a time of its own.
const runs = 5 * 60e3

const sameRun = (a: Line, b: Line | undefined): boolean =>
  !!b && a.from === b.from && a.mark === b.mark && !b.why && b.at - a.at < runs

const markOf = (seq: number, { operatorGot, operatorRead }: Talk['conversation']): Line['mark'] =>
  seq <= operatorRead ? 'read' : seq <= operatorGot ? 'delivered' : 'sent'

/** linesOf returns what the visitor reads: the committed lines in their order, then what is unsent. */
export const linesOf = ({ conversation, lines }: Talk, unsent: Unsent[]): Line[] => {
  const shown: Line[] = []
  for (const line of lines) {
    const { id, from, at, seq, what } = line
    // The banner says it as long as it holds.
    if (what === 'held' && conversation.hold && seq === lines[lines.length - 1]?.seq) continue
    const text = from === 'system' ? systemLine(line, conversation) : line.text
    const mark = from === 'visitor' ? markOf(seq, conversation) : undefined
    const name = line.name || operatorOf(conversation)
    shown.push({ id, from, at, text, files: line.files, page: what === 'page', mark, name, last: true })
  }
  for (const { id, at, text, files, why, email, conversation: of } of unsent) {
    if (email || of !== conversation.id) continue
    shown.push({ id, from: 'visitor', at, text, files, why, name: '', mark: why ? 'not sent' : 'sending', last: true })
  }
  shown.forEach((line, i) => {
    line.last = !sameRun(line, shown[i + 1])
  })
  return shown
}
