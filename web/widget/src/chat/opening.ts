import { el } from '../dom'
import type { Invitation } from '../port'
import { icon } from './icons'
import { operatorOf, voiceReason } from './words'

/** Opening is the dialog **Open chat with operator**. */
export interface Opening {
  node: HTMLElement
  invitation: Invitation
  /** Puts the keyboard into the name. */
  focus(): void
  /** **Start** was pressed and the server has not answered. */
  wait(text: string): void
  /** The invitation can't be accepted any more: says why, and only **Close** is left. */
  over(text: string): void
}

const focusable = (node: HTMLElement): HTMLElement[] =>
  [...node.querySelectorAll<HTMLElement>('button,input')].filter((one) => !one.matches(':disabled') && !one.closest('[hidden]'))

// Tab goes round inside the dialog; Escape leaves it.
const trap = (node: HTMLElement, event: KeyboardEvent, leave: () => void): void => {
  if (event.key === 'Escape' && !event.isComposing) {
    event.preventDefault()
    leave()
  }
  if (event.key !== 'Tab') return
  const stops = focusable(node)
  const at = stops.indexOf((node.getRootNode() as ShadowRoot).activeElement as HTMLElement)
  const next = event.shiftKey ? at - 1 : at + 1
  if (next >= 0 && next < stops.length) return
  event.preventDefault()
  stops[next < 0 ? stops.length - 1 : 0]?.focus()
}

const choice = (value: string, text: string, picture: 'chat' | 'phone', properties: Record<string, string>): HTMLElement =>
  el(
    'label',
    { class: 'choice' },
    el('input', { type: 'radio', name: 'kind', value, ...properties }),
    icon(picture),
    el('span', {}, text),
  )

const nameBox = (value: string): HTMLInputElement =>
  el('input', { id: 'name', type: 'text', autocomplete: 'name', maxlength: '80', enterkeyhint: 'go', value })

/** newOpening returns the dialog for invitation; `start` and `cancel` are called when their buttons are pressed. */
export const newOpening = (invitation: Invitation, start: (name: string) => void, cancel: () => void): Opening => {
  const reason = voiceReason(invitation)
  const name = nameBox(invitation.yourName || '')
  const note = el('p', { class: 'note', role: 'status' })
  const go = el('button', { class: 'primary', type: 'submit' }, 'Start')
  const back = el('button', { class: 'quiet', type: 'button', click: cancel }, 'Cancel')
  const form = el(
    'form',
    {
      submit: (event) => {
        event.preventDefault()
        if (!go.disabled) start(name.value.trim())
      },
    },
    el('label', { for: 'name' }, 'Your name ', el('span', { class: 'muted' }, 'optional')),
    name,
    el(
      'fieldset',
      {},
      el('legend', {}, 'How would you like to talk?'),
      choice('text', 'Text chat', 'chat', { checked: '' }),
      choice('voice', 'Voice chat', 'phone', { disabled: '', 'aria-describedby': 'reason' }),
    ),
    el('p', { class: 'hint', id: 'reason' }, reason),
    note,
    el('div', { class: 'buttons' }, back, go),
    el('p', { class: 'foot' }, `You are talking with ${operatorOf(invitation)} of ${invitation.site}.`),
  )
  const node: HTMLElement = el(
    'div',
    {
      class: 'panel opening',
      role: 'dialog',
      'aria-labelledby': 'title',
      keydown: (event) => trap(node, event as KeyboardEvent, cancel),
    },
    el('h2', { id: 'title' }, 'Open chat with operator'),
    form,
  )
  return {
    node,
    invitation,
    focus() {
      name.focus()
      name.setSelectionRange(name.value.length, name.value.length)
    },
    wait(text) {
      go.disabled = true
      note.textContent = text
    },
    over(text) {
      for (const part of form.children) (part as HTMLElement).hidden = part !== note && !part.contains(back)
      // A press that was on its way starts nothing any more.
      go.hidden = go.disabled = true
      back.textContent = 'Close'
      note.textContent = text
      back.focus()
    },
  }
}
