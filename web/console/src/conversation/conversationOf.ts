import type { Schemas } from '../../../wire/frames'

type Conversation = Schemas['Conversation']

/**
 * conversationOf is, of those that are known here and those that were fetched, the conversation with the visitor of a visit that goes
 * on, else the one of this visit that ended last. What is known here is newer than what was fetched.
 */
export function conversationOf(
  visit: Pick<Schemas['Visit'], 'id' | 'visitor'>,
  known: readonly Conversation[],
  fetched: readonly Conversation[],
): Conversation | undefined {
  const theirs = known.filter(({ visitor }) => visitor === visit.visitor)
  const open = theirs.find(({ state }) => state === 'open')
  if (open) return open
  const ended = fetched.filter(({ id, state }) => state === 'ended' && theirs.every((one) => one.id !== id))
  return [...theirs, ...ended].filter((one) => one.visit === visit.id).sort((a, b) => b.started - a.started)[0]
}
