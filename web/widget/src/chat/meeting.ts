import type { VisitorFrame } from '../../../wire/frames'
import type { Invitation, Port } from '../port'
import { later } from '../safely'
import { newOpening, type Opening } from './opening'
import type { Session } from './session'
import type { Shell } from './shell'
import type { Voice } from './voice'
import { goneText, operatorOf } from './words'

/** Meeting leads from an invitation to the conversation: **Open chat with operator**, and the answer to **Start**. */
export interface Meeting {
  open(invitation: Invitation): void
  take(frame: VisitorFrame): void
  lost(): void
  /** The conversation has begun: the dialog goes. True when the visitor pressed **Start** on this page or had the dialog open. */
  over(): boolean
}

/** newMeeting returns a meeting that has no invitation yet. */
export const newMeeting = (port: Port, shell: Shell, session: Session, voice: Voice): Meeting => {
  let opening: Opening | undefined
  let invitation: Invitation | undefined
  // What Start said; sent again after every welcome until it is answered.
  let accepted: { name: string; kind: 'text' | 'voice' } | undefined
  let closed = false

  const finish = (): void => {
    opening = accepted = undefined
    closed = false
  }

  const cancel = (): void => {
    finish()
    shell.clear()
    port.card(true)
  }

  const accept = (): void => {
    if (!opening || !invitation || !accepted) return
    const sent = port.send({ type: 'accept', invitation: invitation.id, name: accepted.name || undefined, kind: accepted.kind })
    opening.wait(sent ? 'One moment…' : 'Connecting…')
  }

  const end = (text: string): void => {
    accepted = undefined
    closed = true
    opening?.over(text)
  }

  const take = (frame: VisitorFrame): void => {
    if (!opening || !invitation || closed) return
    const { id, name } = invitation
    switch (frame.type) {
      case 'welcome':
        if (frame.invitation?.id === id) accept()
        else if (!frame.conversation) end(goneText('', name))
        break
      case 'gone':
        // Accepted, here or in another tab: the conversation comes.
        if (frame.invitation === id && frame.why !== 'accepted') end(goneText(frame.why, name))
        break
      case 'refused':
        if (frame.of !== 'accept' || frame.id !== id) break
        if (frame.code === 'too-many' || frame.code === 'unavailable') later(accept, 2e3)
        else end(frame.text)
    }
  }

  return {
    open(asked) {
      // Asked for again by an element of the page's own: what is typed stays.
      if (opening && !closed && invitation?.id === asked.id) return opening.focus()
      finish()
      invitation = asked
      opening = newOpening(
        {
          title: 'Open chat with operator',
          name: asked.yourName || session.name,
          reason: asked.voice ?? '',
          voice: asked.kind === 'voice',
          foot: `You are talking with ${operatorOf(asked)} of ${asked.site}.`,
        },
        voice,
        (name, kind) => {
          accepted = { name, kind }
          session.name = name
          accept()
        },
        cancel,
      )
      port.card(false)
      shell.show(opening.node)
      opening.focus()
    },
    take,
    lost() {
      if (accepted) opening?.wait('Connecting…')
    },
    over() {
      const had = !!opening
      finish()
      return had
    },
  }
}
