import type { Schemas, VisitorSends } from '../../../wire/frames'
import { announce } from '../announce'
import type { Invitation, Keep, ResumePoint } from '../port'
import { listen } from '../safely'
import { stored } from '../storage'
import { newHelpButton } from './help'
import { newInvitationCard } from './invitation'
import { type LazyPanel, newLazyPanel } from './panel'
import { clear, dress, stage } from './stage'

/** Reception is where the visitor of this page meets an operator: the site's button, the invitation's card, then the chat panel. */
export interface Reception extends Omit<LazyPanel, 'load'> {
  /** The conversation that this page shows, and what it has of it: for the next hello. */
  point(): ResumePoint | undefined
  /** An invitation is unanswered, a request waits or a conversation is open. */
  urgent(): boolean
}

/**
 * newReception returns the reception of a page that has nothing yet. The panel comes from origin, what is kept bears names that begin with
 * name. The site's own elements open it too; with `own` there is no button beside them.
 */
export const newReception = (origin: string, name: string, own: boolean, send: (frame: VisitorSends) => boolean): Reception => {
  const talkName = `${name}_talk`
  const conversation = stored('sessionStorage', talkName)
  let after: ResumePoint | undefined = conversation ? { conversation, seq: 0 } : undefined
  let keep: Keep
  // Talks or waits.
  let busy = false
  let pending = false

  const panel = newLazyPanel(
    origin,
    (module) =>
      module.start({ root: stage(), name, keep: () => keep, send, resume: (point) => (after = point), card: card.show }),
    () => (pending ? card.failed() : help('Try again')),
  )
  const card = newInvitationCard(`${name}_declined`, send, panel.load, panel.open)
  const help = own ? () => {} : newHelpButton(panel.open)

  const invite = (invitation?: Invitation): void => {
    pending = !!invitation
    card.set(invitation)
  }

  listen(
    document,
    'click',
    (event) => {
      if ((event.target as Element).closest('[data-beckon-open]') && panel.open()) event.preventDefault()
    },
    true,
  )

  return {
    take(frame) {
      keep = (frame as Schemas['WelcomeFrame']).keep || keep
      const { conversation, request } = frame as Partial<Schemas['WelcomeFrame']>
      // In other frames a conversation is a name, which has no state.
      if (frame.type === 'welcome' || conversation?.state || request?.state)
        busy = conversation?.state === 'open' || request?.state === 'waiting'
      if ('available' in frame) {
        dress(frame.css)
        help(frame.available ? 'Click for Live Help' : 'Leave a message')
        announce({ type: 'availability', available: frame.available })
      }
      if (frame.type === 'gone') invite()
      if (frame.type === 'welcome' || frame.type === 'invitation') invite(frame.invitation)
      panel.take(frame)
      // A conversation that ended on the page before, or a text that waits to be sent, needs the panel too.
      if (busy || stored('sessionStorage', talkName) || stored('localStorage', talkName)) panel.load()
    },
    lost(code, stopped) {
      if (code === 4009) after = undefined
      panel.lost(code, stopped)
      if (!stopped) return
      invite()
      help('')
      // Who may not be here sees nothing of us.
      if (code !== 4010) clear()
    },
    open: panel.open,
    point: () => after,
    urgent: () => busy || pending,
  }
}
