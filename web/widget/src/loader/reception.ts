import type { VisitorSends } from '../../../wire/frames'
import type { Invitation, Keep, Panel, ResumePoint } from '../port'
import { stored } from '../storage'
import { newInvitationCard } from './invitation'
import { newLazyPanel } from './panel'
import { stage } from './stage'

/** Reception is where the visitor of this page meets an operator: the invitation's card, then the chat panel. */
export interface Reception extends Pick<Panel, 'take' | 'lost'> {
  /** The conversation that this page shows, and what it has of it: for the next hello. */
  point(): ResumePoint | undefined
  /** An invitation is unanswered or a conversation open. */
  urgent(): boolean
}

/** newReception returns the reception of a page that has nothing yet. The panel comes from origin, what is kept bears names that begin with name. */
export const newReception = (origin: string, name: string, send: (frame: VisitorSends) => boolean): Reception => {
  const talkName = `${name}_talk`
  const conversation = stored('sessionStorage', talkName)
  let after: ResumePoint | undefined = conversation ? { conversation, seq: 0 } : undefined
  let keep: Keep
  let path = ''
  let talking = false
  let pending = false

  const load = (): void => panel.load(origin + path)
  const card = newInvitationCard(`${name}_declined`, send, load, (invitation) => {
    panel.open(invitation)
    load()
  })
  const panel = newLazyPanel(
    ({ start }) => start({ root: stage(), name, keep: () => keep, send, resume: (point) => (after = point), card: card.show }),
    card.failed,
  )

  const invite = (invitation?: Invitation): void => {
    pending = !!invitation
    card.set(invitation)
  }

  return {
    take(frame) {
      if (frame.type === 'welcome') {
        keep = frame.keep
        path = frame.chat
      }
      if (frame.type === 'welcome' || frame.type === 'conversation') talking = frame.conversation?.state === 'open'
      if (frame.type === 'gone') invite()
      if (frame.type === 'welcome' || frame.type === 'invitation') invite(frame.invitation)
      panel.take(frame)
      // A conversation that ended on the page before, or a text that waits to be sent, needs the panel too.
      if (talking || stored('sessionStorage', talkName) || stored('localStorage', talkName)) load()
    },
    lost(code, stopped) {
      if (code === 4009) after = undefined
      if (stopped) invite()
      panel.lost(code, stopped)
    },
    point: () => after,
    urgent: () => talking || pending,
  }
}
