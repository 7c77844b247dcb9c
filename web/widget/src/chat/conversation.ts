import type { Conversation, Message } from '../port'

/** Talk is a conversation with the lines of it that this page has. */
export interface Talk {
  conversation: Conversation
  /** In the order of their numbers. */
  lines: Message[]
  /** Every line up to this number is here. */
  upTo: number
  /** A fetch is under way that answers everything up to this number. */
  fetching: number | undefined
}

/** newTalk returns a conversation without lines. */
export const newTalk = (conversation: Conversation): Talk => ({ conversation, lines: [], upTo: 0, fetching: undefined })

/** stand takes over where the conversation stands; numbers never go back and an ended conversation stays ended. */
export const stand = (talk: Talk, now: Conversation): void => {
  const { lastSeq, operatorGot, operatorRead, state } = talk.conversation
  // Delivery begins anew when a colleague takes over: then the name has changed.
  const same = now.name === talk.conversation.name
  const got = same ? Math.max(operatorGot, now.operatorGot) : now.operatorGot
  const read = same ? Math.max(operatorRead, now.operatorRead) : now.operatorRead
  if (state === 'ended' && now.state === 'open') return
  talk.conversation = { ...now, lastSeq: Math.max(lastSeq, now.lastSeq), operatorGot: got, operatorRead: read }
}

const newest = (talk: Talk): number => Math.max(talk.conversation.lastSeq, talk.lines[talk.lines.length - 1]?.seq ?? 0)

const advance = (talk: Talk): void => {
  for (const { seq } of talk.lines) if (seq === talk.upTo + 1) talk.upTo = seq
}

/** add puts a line in its place; false when it is here already or belongs elsewhere. */
export const add = (talk: Talk, line: Message): boolean => {
  if (line.conversation !== talk.conversation.id) return false
  let at = talk.lines.length
  for (const { seq, id } of talk.lines) if (seq === line.seq || id === line.id) return false
  while (at && (talk.lines[at - 1] as Message).seq > line.seq) at--
  talk.lines.splice(at, 0, line)
  advance(talk)
  return true
}

/** missing returns the number after which lines are to be fetched, once per gap; nothing when none lack. */
export const missing = (talk: Talk): number | undefined => {
  if (talk.fetching !== undefined || newest(talk) <= talk.upTo) return undefined
  talk.fetching = newest(talk)
  return talk.upTo
}

/** fetched notes that a fetch is answered: numbers that did not come are not for this page. */
export const fetched = (talk: Talk, more: boolean): void => {
  const asked = talk.fetching
  talk.fetching = undefined
  if (asked === undefined) return
  const came = talk.lines.filter(({ seq }) => seq <= asked)
  talk.upTo = Math.max(talk.upTo, more ? (came[came.length - 1]?.seq ?? 0) : asked)
  advance(talk)
}

/** lineLost forgets a fetch that nobody will answer. */
export const lineLost = (talk: Talk): void => {
  talk.fetching = undefined
}

/** unread counts what the operator said after a number. */
export const unread = (talk: Talk, after: number): number =>
  talk.lines.filter(({ seq, from }) => seq > after && from === 'operator').length
