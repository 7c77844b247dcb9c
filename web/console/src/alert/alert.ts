import type { Schemas } from '../../../wire/frames'
import { openProfile } from '../command/visitor'
import { text } from '../i18n'
import { $conversations, $me, $visits } from '../state/live'
import { $profiles } from '../state/profiles'
import { toast } from '../ui/Toast/toasts'
import { callBack } from './title'

type Conversation = Schemas['Conversation']

/**
 * announceConversation shows the operator a conversation that has just become his (S-28): it comes to the front on Live
 * Communication, unless another talk stands there (S-29): then a notice leads to it. The tab's title calls him back. The ring is the conversation's own.
 */
export function announceConversation(conversation: Conversation): void {
  const name = conversation.visitorName
  callBack(text('shell:titleStarted', { name }))
  if (!isTalkingToAnother(conversation)) {
    openConversation(conversation)
    return
  }
  toast(text('shell:started', { name }), {
    action: { label: text('shell:open'), run: () => openConversation(conversation) },
  })
}

/** openConversation opens the profile that a conversation belongs to, on Live Communication. */
export function openConversation(conversation: Conversation): void {
  const visits = $visits.get()
  // The visitor may have come back: then the talk goes on in a later visit.
  const now = visits[conversation.visit] ?? Object.values(visits).find(({ visitor }) => visitor === conversation.visitor)
  void openProfile(now?.id ?? conversation.visit, 'live')
}

function isTalkingToAnother(conversation: Conversation): boolean {
  const { open, active } = $profiles.get()
  const front = open.find(({ visit }) => visit.id === active)?.visit
  if (!front || front.visitor === conversation.visitor) return false
  const theirs = Object.values($conversations.get()).filter(({ visitor }) => visitor === front.visitor)
  return theirs.some(({ state, operator }) => state === 'open' && operator === $me.get())
}
