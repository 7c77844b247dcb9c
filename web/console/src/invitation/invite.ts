import type { Schemas } from '../../../wire/frames'
import { newID } from '../conversation/id'
import { api, Refusal, wordsOf } from '../state/api'
import { $invitations, takeInvitation } from '../state/live'

/** What became of sending an invitation: sent, refused with words, or no answer, so that it may or may not have been sent. */
export type Invited =
  | { outcome: 'sent'; invitation: Schemas['Invitation'] }
  | { outcome: 'refused'; who?: string; detail: string }
  | { outcome: 'unanswered' }

/** An Inviter sends one invitation, however often Send is pressed. */
export interface Inviter {
  send(text: string, canned?: string): Promise<Invited>
}

/** makeInviter returns an Inviter for a visitor. A text that was refused may be sent anew, under a new id. */
export function makeInviter(
  visitor: string,
  kind: 'text' | 'voice' = 'text',
  post: (invitation: {
    id: string
    visitor: string
    text: string
    kind: 'text' | 'voice'
    canned?: string
  }) => Promise<Schemas['Invitation']> = (invitation) => api.post<Schemas['Invitation']>('/invitations', invitation),
): Inviter {
  let id = newID()
  let underWay: Promise<Invited> | undefined

  async function attempt(text: string, canned?: string): Promise<Invited> {
    try {
      return { outcome: 'sent', invitation: await post({ id, visitor, text, kind, canned }) }
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 0 || error.status >= 500) return { outcome: 'unanswered' }
      id = newID()
      return { outcome: 'refused', who: error.who, detail: wordsOf(error) }
    }
  }

  return {
    send(text, canned) {
      underWay ??= attempt(text, canned).finally(() => {
        underWay = undefined
      })
      return underWay
    },
  }
}

/** sent shows an invitation that the API has just answered with, unless frames have told more of it by then. */
export function sent(invitation: Schemas['Invitation']): void {
  if ($invitations.get()[invitation.id] === undefined) takeInvitation(invitation)
}
