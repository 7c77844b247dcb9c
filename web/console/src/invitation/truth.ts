import type { Schemas } from '../../../wire/frames'

type Invitation = Schemas['Invitation']

/** A Step of an invitation's truth: a state that was reached, with its moment, or one still to come. */
export interface TruthStep {
  key:
    | 'sent'
    | 'delivered'
    | 'shown'
    | 'notDelivered'
    | 'notShown'
    | 'accepted'
    | 'declined'
    | 'expired'
    | 'withdrawn'
    | 'undeliverable'
  at?: number
}

/** isOpen is true while an invitation is unanswered. */
export function isOpen(invitation: Invitation): boolean {
  return invitation.state === 'sent' || invitation.state === 'delivered' || invitation.state === 'shown'
}

/** truthOf lists what is known about an invitation (S-35), in the order in which it happened; nothing is claimed that isn't known. */
export function truthOf(invitation: Invitation): TruthStep[] {
  const steps: TruthStep[] = [{ key: 'sent', at: invitation.sent }]
  if (invitation.delivered) steps.push({ key: 'delivered', at: invitation.delivered })
  if (invitation.shown) steps.push({ key: 'shown', at: invitation.shown })
  if (invitation.state === 'sent' || invitation.state === 'delivered' || invitation.state === 'shown') {
    if (!invitation.delivered && !invitation.shown) steps.push({ key: 'notDelivered' })
    else if (!invitation.shown) steps.push({ key: 'notShown' })
    return steps
  }
  return [...steps, { key: invitation.state, at: invitation.ended }]
}

/** Why a visitor can't be invited now, and by whose doing. */
export type Hindrance =
  | { why: 'left' }
  | { why: 'waiting' | 'returned' }
  | { why: 'talking'; mine: boolean; who: string }
  | { why: 'invited'; mine: boolean; who: string }

/** hindranceOf says why a visit can't be invited by this operator now, or undefined when it can (S-36). */
export function hindranceOf(visit: Schemas['Visit'], me: string): Hindrance | undefined {
  if (visit.request) return { why: visit.request.returned ? 'returned' : 'waiting' }
  if (visit.conversation) {
    return { why: 'talking', mine: visit.conversation.operator === me, who: visit.conversation.operatorName }
  }
  if (visit.invitation) return { why: 'invited', mine: visit.invitation.operator === me, who: visit.invitation.operatorName }
  return visit.presence === 'left' ? { why: 'left' } : undefined
}

/** hindranceKey is the text of the namespace `invitation` that says a hindrance, apart from that the visitor has left. */
export function hindranceKey(hindrance: Exclude<Hindrance, { why: 'left' }>): string {
  switch (hindrance.why) {
    case 'waiting':
      return 'busyWaiting'
    case 'returned':
      return 'busyReturned'
    case 'talking':
      return hindrance.mine ? 'busyChatMine' : 'busyChat'
    case 'invited':
      return hindrance.mine ? 'busyInvitedMine' : 'busyInvited'
    default:
      return hindrance satisfies never
  }
}

/** latestOf is the invitation that matters on Live Communication: an unanswered one, else the one sent last. */
export function latestOf(invitations: readonly Invitation[], visit: string): Invitation | undefined {
  let latest: Invitation | undefined
  for (const invitation of invitations) {
    if (invitation.visit !== visit) continue
    if (isOpen(invitation)) return invitation
    if (!latest || invitation.sent > latest.sent) latest = invitation
  }
  return latest
}
