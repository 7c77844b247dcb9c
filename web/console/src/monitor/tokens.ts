import type { Schemas } from '../../../wire/frames'
import type { Calling } from '../call/standing'

type Visit = Schemas['Visit']

/** TokenName is what a token on a badge can say. */
export type TokenName =
  | 'waiting'
  | 'returned'
  | 'chat'
  | 'voice'
  | 'ringing'
  | 'hold'
  | 'invitation'
  | 'refused'
  | 'sleeping'
  | 'first'
  | 'returning'

/** A Token is one sign on a badge; `operator` is the one it is about. */
export interface Token {
  name: TokenName
  operator?: string
}

const MOST = 4

/** tokensOf are the signs on the badge of a visit, the most important first, four at most (BDG-1); `calls` is how far the call of its conversation is, if there is one. */
export function tokensOf(visit: Visit, calls?: Calling): readonly Token[] {
  const tokens: Token[] = []
  // Whoever waits for an operator comes before everything else (S-36).
  if (visit.request) tokens.push({ name: visit.request.returned ? 'returned' : 'waiting' })
  if (visit.conversation?.operator) {
    if (visit.conversation.hold) tokens.push({ name: 'hold' })
    tokens.push({ name: calls === 'open' ? 'voice' : calls ? 'ringing' : 'chat', operator: visit.conversation.operatorName })
  }
  if (visit.invitation) tokens.push({ name: 'invitation', operator: visit.invitation.operatorName })
  if (visit.refused) tokens.push({ name: 'refused' })
  if (visit.sleeping) tokens.push({ name: 'sleeping' })
  tokens.push({ name: visit.visits > 1 ? 'returning' : 'first' })
  return tokens.slice(0, MOST)
}

/** shortNameOf is an operator's name where there is little room: "Ana Oliveira" becomes "Ana O." */
export function shortNameOf(name: string): string {
  const [first = '', ...others] = name.trim().split(/\s+/)
  const last = others.at(-1)
  return last === undefined ? first : `${first} ${[...last][0]?.toLocaleUpperCase()}.`
}

/** LEVELS is how many bars the indicator has. */
export const LEVELS = 5

const STEPS = [1, 3, 5, 8, 13]

/** levelOf is how many bars of the indicator a number of pages seen fills: 1, 3, 5, 8, 13 and more. */
export function levelOf(pages: number): number {
  return STEPS.filter((step) => pages >= step).length
}
