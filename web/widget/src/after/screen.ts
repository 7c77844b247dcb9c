import type { AfterNeeds, LeaveScreen } from '../chat/after'
import { el, focusBeside, onEscape, press } from '../dom'
import type { Leaving } from './leaving'

/** newLeaveScreen returns the dialog around Leave a message; `back` leaves it, `start` goes to a chat in its place. */
export const newLeaveScreen = (as: Leaving, dropOn: AfterNeeds['dropOn'], back: () => void, start: () => void): LeaveScreen => {
  const close = press('quiet', back)
  const now = el('div', { class: 'held', id: 'leave-now', role: 'status' })
  const chat = press('link', start, 'Start a chat')
  const form = as.form()
  const node = el(
    'div',
    {
      class: 'panel opening',
      role: 'dialog',
      'aria-labelledby': 'leave-title',
      'aria-describedby': 'leave-hint',
      keydown: onEscape(back),
    },
    now,
    form.node,
    close,
  )
  let thanked = false
  const offer = (on: boolean): void => {
    if (on === !!now.firstChild) return
    if (focusBeside(node) === chat) form.focus()
    now.replaceChildren(...(on ? [el('span', {}, 'Somebody is available now.'), chat] : []))
    node.setAttribute('aria-describedby', on ? 'leave-now' : 'leave-hint')
  }
  dropOn(node, form.may, form.attach)
  return {
    node,
    focus: form.focus,
    offer,
    update(waits) {
      as.form()
      // Who has sent it needs nobody any more.
      if (as.done()) offer(false)
      close.textContent = waits ? 'Back to the queue' : 'Close'
    },
    shown(free) {
      // What had the keyboard is gone with the form.
      if (as.done() && !thanked && free) close.focus()
      thanked = as.done()
    },
  }
}
