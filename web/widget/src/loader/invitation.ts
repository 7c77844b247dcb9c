import type { VisitorSends } from '../../../wire/frames'
import { announce } from '../announce'
import { el } from '../dom'
import type { Invitation } from '../port'
import { listen, safely } from '../safely'
import { store, stored } from '../storage'
import { stage } from './stage'

/** InvitationCard is the invitation as the visitor meets it on this page; there is one at a time. */
export interface InvitationCard {
  /** The server says that this invitation, or none, is unanswered. */
  set(invitation?: Invitation): void
  /** Shows the card again with the focus on its button, or hides it while the chat panel asks. */
  show(shown: boolean): void
  /** The chat panel could not be loaded: the visitor is asked to try again. */
  failed(): void
}

const onFrame = (f: () => void): number => requestAnimationFrame(safely(f))

/**
 * newInvitationCard returns the card of a page that has no invitation yet; the tab keeps the last refusal under name. `ready` is called
 * when the card is there, `start` when **Start Chat** is pressed.
 */
export const newInvitationCard = (
  name: string,
  send: (frame: VisitorSends) => void,
  ready: () => void,
  start: () => void,
): InvitationCard => {
  let current: Invitation | undefined
  // The live region that becomes the card.
  let card: HTMLElement | undefined
  let button: HTMLElement
  let painted: HTMLElement | undefined
  let declined = stored('sessionStorage', name)

  const tell = (type: 'delivered' | 'shown' | 'decline'): void => {
    const frame = { type, invitation: (current as Invitation).id }
    send(frame)
    announce(frame)
  }

  const clear = (): void => {
    card?.remove()
    card = current = undefined
  }

  const close = (): void => {
    // Escape without a card.
    if (!current) return
    declined = current.id
    store('sessionStorage', name, declined)
    tell('decline')
    clear()
  }

  const onKey = (event: Event): void => {
    const pressed = event as KeyboardEvent
    if (pressed.key === 'Escape' && !pressed.isComposing && !pressed.defaultPrevented && !card?.hidden) close()
  }

  const content = (invitation: Invitation): HTMLElement => {
    button = el('button', { click: start }, 'Start Chat')
    return el(
      'div',
      { role: 'dialog', 'aria-label': `Chat request from ${invitation.name}` },
      el('i', { 'aria-hidden': 'true' }, invitation.initials),
      el('b', {}, invitation.name),
      el('small', {}, invitation.site),
      el('p', {}, invitation.text),
      button,
      el('button', { class: 'x', 'aria-label': 'Close', click: close }, '×'),
    )
  }

  const paint = (invitation: Invitation): void => {
    // The live region stands before the card comes, so that the card is announced.
    const mine = el('div', { 'aria-live': 'polite', keydown: onKey })
    card = mine
    stage().prepend(mine)
    // A hidden tab has no frames: it paints, and says so, when the visitor comes to it.
    onFrame(() => {
      mine.className = 'card'
      mine.append(content(invitation))
      // The panel makes links of addresses, and it is soon needed.
      ready()
      mine.animate({ opacity: [0, 1] }, 200)
      onFrame(() => {
        painted = mine
        if (card === mine && !mine.hidden) tell('shown')
      })
    })
  }

  listen(window, 'keydown', onKey)

  return {
    set(invitation) {
      const again = invitation?.id === current?.id
      if (!again) clear()
      if (!invitation) return
      current = invitation
      // A refusal given while the line was away, here or on an earlier page of this tab.
      if (invitation.id === declined) return close()
      tell('delivered')
      if (!again) paint(invitation)
      else if (card === painted) tell('shown')
    },
    show(shown) {
      if (!card) return
      card.hidden = !shown
      if (!shown) return
      button.focus()
      tell('shown')
    },
    failed() {
      button.textContent = 'Try again'
    },
  }
}
