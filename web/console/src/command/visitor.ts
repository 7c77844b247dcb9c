import { BanIcon, CheckIcon, HandIcon, PanelsTopLeftIcon, UserIcon } from 'lucide-react'
import { askBeforeBlocking } from '../block/block'
import { openPushPage } from '../conversation/push'
import { text } from '../i18n'
import { openMessageDialog } from '../invitation/openMessageDialog'
import { answerRequest } from '../request/answering'
import { wordsOf } from '../state/api'
import { $me, $visits } from '../state/live'
import { $profiles, type ProfileTab, showProfile } from '../state/profiles'
import { $session } from '../state/session'
import { $defaultVisitorName } from '../state/visitorName'
import { toast } from '../ui/Toast/toasts'
import { type Command, plain } from './command'

/** openProfile opens the profile of a visit; when that can't be, it says why. */
export async function openProfile(visit: string, tab?: ProfileTab): Promise<boolean> {
  try {
    await showProfile(visit, tab)
    return true
  } catch (error) {
    toast(text('commands:profileFailed', { detail: wordsOf(error) }), { tone: 'bad' })
    return false
  }
}

/** viewProfile opens the profile of a visit on its tab General (S-01). */
export const viewProfile: Command<string> = {
  name: 'view-profile',
  label: 'viewProfile',
  icon: UserIcon,
  shortcut: 'Enter',
  keys: (event) => event.key === 'Enter' && plain(event) && !event.shiftKey,
  run: (visit) => void openProfile(visit, 'general'),
}

/** engage opens the profile of a visit on Live Communication and the message dialog with it (S-05, S-06). */
export const engage: Command<string> = {
  name: 'engage',
  label: 'engage',
  icon: HandIcon,
  shortcut: 'E',
  keys: (event) => event.key.toLowerCase() === 'e' && plain(event) && !event.shiftKey,
  right: (visit) => $visits.get()[visit] !== undefined,
  run: (visit) =>
    void openProfile(visit, 'live').then((opened) => {
      // With somebody who talks or waits already there is nothing to invite to: the profile shows the conversation, or Start chat.
      const now = $visits.get()[visit]
      if (opened && !now?.conversation && !now?.request) openMessageDialog(visit)
    }),
}

/** acceptWaiting takes the chat request of a visitor who waits. */
export const acceptWaiting: Command<string> = {
  name: 'accept',
  label: 'accept',
  icon: CheckIcon,
  right: (visit) => $visits.get()[visit]?.request !== undefined,
  run: (visit) => {
    const request = $visits.get()[visit]?.request
    if (request) void answerRequest(request.id, 'accept')
  },
}

/** pushPage offers a page to a visitor in the operator's own chat with him (CHT-2, MON-5). */
export const pushPage: Command<string> = {
  name: 'push-page',
  label: 'pushPage',
  icon: PanelsTopLeftIcon,
  reason: (visit) => {
    const talk = visitOf(visit)?.conversation
    if (!talk) return text('commands:pushNeedsChat')
    if (!talk.operator) return text('commands:pushNeedsOwner')
    return talk.operator === $me.get() ? undefined : talksWith(talk.operatorName)
  },
  run: (visit) => {
    const talk = visitOf(visit)?.conversation
    if (talk) openPushPage(talk.id)
  },
}

/** block keeps a visitor out, after a question (MON-5, PRV-6). */
export const block: Command<string> = {
  name: 'block',
  label: 'block',
  icon: BanIcon,
  danger: true,
  reason: (visit) => {
    const talk = visitOf(visit)?.conversation
    const session = $session.get()
    const administrator = session.state === 'in' && session.me.operator.administrator
    return talk?.operator && talk.operator !== $me.get() && !administrator ? talksWith(talk.operatorName) : undefined
  },
  run: (id) => {
    const visit = visitOf(id)
    if (visit) askBeforeBlocking({ visitor: visit.visitor, name: visit.name || $defaultVisitorName.get() })
  },
}

/** visitorCommands are what an operator can do with a visitor on the monitor, in the order of the context menu (S-04). */
export const visitorCommands: readonly Command<string>[] = [acceptWaiting, viewProfile, engage, pushPage, block]

// The visit as it is known here, on the monitor or in a profile.
function visitOf(id: string) {
  return $visits.get()[id] ?? $profiles.get().open.find(({ visit }) => visit.id === id)?.visit
}

function talksWith(who: string): string {
  return text('commands:colleagueTalks', { who: who || text('conversation:operator') })
}
