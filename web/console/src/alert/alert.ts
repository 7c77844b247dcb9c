import type { Schemas } from '../../../wire/frames'
import { openProfile } from '../command/visitor'
import { text } from '../i18n'
import { $conversations, $me, $visits } from '../state/live'
import { onPhone } from '../state/place'
import { $folded, $profiles } from '../state/profiles'
import { toast } from '../ui/Toast/toasts'
import { $alerts } from './choice'
import { notify } from './desktop'
import { isLookedAt } from './looking'
import { play, type Sound } from './sounds'
import { callBack } from './title'

type Conversation = Schemas['Conversation']

/** VISITORS_APART is how many milliseconds lie between two sounds of arrival, however many come. */
const VISITORS_APART = 3000

const taking = new Set<string>()
let lastArrival = 0

/** sound plays a sound if the operator wants to hear of that. */
export function sound(of: Sound): void {
  if ($alerts.get()[of]) play(of)
}

/** expectConversation notes that this operator is about to take up the talk with a visitor: it is no news to him, so nothing
 * announces it. The function returned ends that. */
export function expectConversation(visitor: string): () => void {
  taking.add(visitor)
  return () => taking.delete(visitor)
}

/**
 * announceConversation shows the operator a conversation that has just become his (S-28): it comes to the front on Live
 * Communication, unless another talk stands there (S-29): then a notice leads to it. It rings, and the tab's title calls him back.
 */
export function announceConversation(conversation: Conversation): void {
  if (taking.has(conversation.visitor)) return
  const name = conversation.visitorName
  sound('request')
  callBack(text('alert:titleStarted', { name }))
  notify('request', conversation.id, text('alert:started', { name }), () => openConversation(conversation))
  if (!isTalkingToAnother(conversation)) {
    openConversation(conversation)
    return
  }
  toast(text('alert:started', { name }), {
    action: { label: text('alert:open'), run: () => openConversation(conversation) },
  })
}

/** announceMessage calls the operator to a visitor's message in a chat of his that he does not have in view. */
export function announceMessage(message: Schemas['Message']): void {
  const conversation = $conversations.get()[message.conversation]
  if (message.from !== 'visitor' || conversation?.operator !== $me.get() || isInView(conversation)) return
  const name = conversation.visitorName
  sound('message')
  callBack(text('alert:titleMessage', { name }))
  notify('message', conversation.id, text('alert:message', { name }), () => openConversation(conversation))
}

/** announceVisitors tells that so many visitors have just come to the site. */
export function announceVisitors(many: number): void {
  const now = Date.now()
  if (many === 0 || now - lastArrival < VISITORS_APART) return
  lastArrival = now
  sound('visitor')
}

/** openConversation opens the profile that a conversation belongs to, on Live Communication. */
export function openConversation(conversation: Conversation): void {
  const visits = $visits.get()
  // The visitor may have come back: then the talk goes on in a later visit.
  const now = visits[conversation.visit] ?? Object.values(visits).find(({ visitor }) => visitor === conversation.visitor)
  void openProfile(now?.id ?? conversation.visit, 'live')
}

/** isInView is whether the operator has a conversation before his eyes. */
export function isInView(conversation: Conversation): boolean {
  const { open, active } = $profiles.get()
  const front = open.find(({ visit }) => visit.id === active)
  return !isAside() && front?.tab === 'live' && front.visit.visitor === conversation.visitor && isLookedAt()
}

// On a phone the profiles may be put aside.
function isAside(): boolean {
  return $folded.get() && onPhone()
}

function isTalkingToAnother(conversation: Conversation): boolean {
  const { open, active } = $profiles.get()
  const front = open.find(({ visit }) => visit.id === active)?.visit
  if (!front || front.visitor === conversation.visitor) return false
  const theirs = Object.values($conversations.get()).filter(({ visitor }) => visitor === front.visitor)
  return theirs.some(({ state, operator }) => state === 'open' && operator === $me.get())
}
