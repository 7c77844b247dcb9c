import { el, focusBeside, onEscape, press } from '../dom'
import { icon } from './icons'
import type { Voice } from './voice'

/** OpeningWords are what the dialog says. */
export interface OpeningWords {
  title: string
  /** The visitor's name, as far as it is known. */
  name: string
  /** Why a voice chat can't be had; empty: it may. */
  reason: string
  /** It is chosen beforehand. */
  voice: boolean
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

type Kind = 'text' | 'voice'

const focusable = (node: HTMLElement): HTMLElement[] =>
  [...node.querySelectorAll<HTMLElement>('button,input')].filter((one) => !one.matches(':disabled') && !one.closest('[hidden]'))

// Tab goes round inside the dialog; Escape leaves it.
const trap = (node: HTMLElement, event: KeyboardEvent, leave: () => void): void => {
  onEscape(leave)(event)
  if (event.key !== 'Tab') return
  const stops = focusable(node)
  const at = stops.indexOf(focusBeside(node) as HTMLElement)
  const next = event.shiftKey ? at - 1 : at + 1
  if (next >= 0 && next < stops.length) return
  event.preventDefault()
  stops[next < 0 ? stops.length - 1 : 0]?.focus()
}

const radio = (value: Kind, properties: Record<string, string>): HTMLInputElement =>
  el('input', { type: 'radio', name: 'kind', value, ...properties })

const choice = (input: HTMLInputElement, text: string, picture: 'chat' | 'phone'): HTMLElement =>
  el('label', { class: 'choice' }, input, icon(picture), el('span', {}, text))

const nameBox = (value: string): HTMLInputElement =>
  el('input', { id: 'name', type: 'text', autocomplete: 'name', maxlength: '80', enterkeyhint: 'go', dir: 'auto', value })

/**
 * newOpening returns the dialog; `start` and `cancel` are called when their buttons are pressed. Who starts a voice chat gets the call
 * window at once, in his click.
 */
export const newOpening = (
  words: OpeningWords,
  voice: Voice,
  start: (name: string, kind: Kind) => void,
  cancel: () => void,
): Opening => {
  const name = nameBox(words.name)
  const spoken = radio('voice', { disabled: '', 'aria-describedby': 'reason' })
  const hint = el('p', { class: 'hint', id: 'reason' }, words.reason)
  if (!words.reason) voice.offer(spoken, hint, words.voice)
  const note = el('p', { class: 'note', role: 'status' })
  const go = el('button', { class: 'primary', type: 'submit' }, 'Start')
  const back = press('quiet', cancel, 'Cancel')
  const form = el(
    'form',
    {
      submit: (event) => {
        event.preventDefault()
        if (go.disabled) return
        if (spoken.checked) voice.dial()
        start(name.value.trim(), spoken.checked ? 'voice' : 'text')
      },
    },
    el('label', { for: 'name' }, 'Your name ', el('span', { class: 'muted' }, 'optional')),
    name,
    el(
      'fieldset',
      {},
      el('legend', {}, 'How would you like to talk?'),
      choice(radio('text', { checked: '' }), 'Text chat', 'chat'),
      choice(spoken, 'Voice chat', 'phone'),
    ),
    hint,
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
