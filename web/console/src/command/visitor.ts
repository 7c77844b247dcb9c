import { CheckIcon, HandIcon, UserIcon } from 'lucide-react'
import { text } from '../i18n'
import { openMessageDialog } from '../invitation/openMessageDialog'
import { answerRequest } from '../request/answering'
import { wordsOf } from '../state/api'
import { $visits } from '../state/live'
import { type ProfileTab, showProfile } from '../state/profiles'
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

/** visitorCommands are what an operator can do with a visitor on the monitor, in the order of the context menu (S-04). */
export const visitorCommands: readonly Command<string>[] = [acceptWaiting, viewProfile, engage]
