import { map } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { serverNow } from '../state/clock'

/** $awaySince says since when, as far as this console saw it, the visitor of a conversation has been away. */
export const $awaySince = map<Record<string, number | undefined>>({})

/** noticeAway takes in whether the visitor of a conversation is there. */
export function noticeAway(conversation: Schemas['Conversation'], now = serverNow()): void {
  const since = $awaySince.get()[conversation.id]
  if (!conversation.visitorAway) {
    if (since !== undefined) $awaySince.setKey(conversation.id, undefined)
  } else if (since === undefined) $awaySince.setKey(conversation.id, now)
}
