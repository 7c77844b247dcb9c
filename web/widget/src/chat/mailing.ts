import { el, press, say } from '../dom'
import { plausible } from './leave'

/** Mailing is where the visitor takes the conversation with him: by e-mail, or as a file. */
export interface Mailing {
  node: HTMLElement
  /** How far the e-mail got, and what there is to say about it; `off`: this site sends none. */
  state(state: 'asking' | 'sending' | 'off', note: string, bad?: boolean): void
  /** Puts the keyboard into the address. */
  focus(): void
}

/** newMailing returns the form, filled in with the address that is known; `send` gets the address, `save` makes the file. */
export const newMailing = (known: string, send: (email: string) => void, save: () => void): Mailing => {
  const email = el('input', {
    id: 'mailing',
    type: 'email',
    autocomplete: 'email',
    maxlength: '254',
    value: known,
    'aria-describedby': 'mailing-note',
  })
  const button = el('button', { class: 'primary', type: 'submit' }, 'Send transcript')
  const note = el('p', { class: 'note', id: 'mailing-note', role: 'status' })
  let off = false
  const state: Mailing['state'] = (state, text, bad) => {
    off ||= state === 'off'
    email.disabled = off
    button.disabled = off || state === 'sending'
    email.setAttribute('aria-invalid', `${!!bad && !off}`)
    note.className = bad ? 'note bad' : 'note'
    say(note, text)
  }
  const node = el(
    'form',
    {
      class: 'mailing',
      novalidate: '',
      'aria-label': 'Transcript',
      submit: (event) => {
        event.preventDefault()
        const address = email.value.trim()
        if (plausible.test(address)) send(address)
        else {
          state('asking', 'Please give your e-mail address.', true)
          email.focus()
        }
      },
    },
    el('div', {}, el('label', { for: 'mailing' }, 'Send this chat to'), press('link', save, 'Download transcript')),
    el('div', { class: 'writing' }, email, button),
    note,
  )
  return { node, state, focus: () => email.focus() }
}
