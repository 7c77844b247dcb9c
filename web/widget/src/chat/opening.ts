import { el, press } from '../dom'
import { icon } from './icons'

/** OpeningWords are what the dialog says. */
export interface OpeningWords {
  title: string
  /** The visitor's name, as far as it is known. */
  name: string
  /** Why a voice chat can't be had. */
  reason: string
  /** Who the visitor will talk with. */
  foot: string
}

/** Opening is the dialog before a talk: **Open chat with operator** after an invitation, **Start communication** without one. */
export interface Opening {
  node: HTMLElement
  /** Puts the keyboard into the name. */
  focus(): void
  /** **Start** was pressed and the server has not answered. */
  wait(text: string): void
  /** It can't be had any more: says why, and only **Close** is left. */
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
  el('input', { id: 'name', type: 'text', autocomplete: 'name', maxlength: '80', enterkeyhint: 'go', dir: 'auto', value })

/** newOpening returns the dialog; `start` and `cancel` are called when their buttons are pressed. */
export const newOpening = (words: OpeningWords, start: (name: string) => void, cancel: () => void): Opening => {
  const name = nameBox(words.name)
  const note = el('p', { class: 'note', role: 'status' })
  const go = el('button', { class: 'primary', type: 'submit' }, 'Start')
  const back = press('quiet', cancel, 'Cancel')
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
    el('p', { class: 'hint', id: 'reason' }, words.reason),
    note,
    el('div', { class: 'buttons' }, back, go),
    el('p', { class: 'foot' }, words.foot),
  )
  const node: HTMLElement = el(
    'div',
    {
      class: 'panel opening',
      role: 'dialog',
      'aria-labelledby': 'title',
      keydown: (event) => trap(node, event as KeyboardEvent, cancel),
    },
    el('h2', { id: 'title' }, words.title),
    form,
  )
  return {
    node,
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
