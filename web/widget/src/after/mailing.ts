import { el, focusBeside, press, say } from '../dom'
import { plausible } from './leave'

/** Mailing is where the visitor takes the conversation with him: by e-mail, or as a file. */
export interface Mailing {
  node: HTMLElement
  /** How far the e-mail got, and what there is to say about it. */
  state(state: 'asking' | 'sending', note: string, bad?: boolean): void
  /** Offers the e-mail, or the file alone where the site sends none. */
  offer(mail: boolean): void
  /** Puts the keyboard into the address, or onto what there is. */
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
  let sending = false
  const note = el('p', { class: 'note', id: 'mailing-note', role: 'status' })
  const state: Mailing['state'] = (state, text, bad) => {
    // Not disabled: the keyboard stays where it is.
    sending = state === 'sending'
    button.setAttribute('aria-disabled', `${sending}`)
    email.setAttribute('aria-invalid', `${!!bad}`)
    note.className = bad ? 'note bad' : 'note'
    say(note, text)
  }
  const label = el('label', { for: 'mailing' }, 'E-mail this chat to')
  const download = press('link', save, 'Download transcript')
  const writing = el('div', { class: 'writing' }, email, button)
  const focus = (): void => (writing.hidden ? download : email).focus()
  const node = el(
    'form',
    {
      class: 'mailing',
      novalidate: '',
      'aria-label': 'Transcript',
      submit: (event) => {
        event.preventDefault()
        if (sending) return
        const address = email.value.trim()
        if (plausible.test(address)) send(address)
        else {
          state('asking', 'Please give your e-mail address.', true)
          email.focus()
        }
      },
    },
    el('div', {}, label, download),
    writing,
    note,
  )
  const offer = (mail: boolean): void => {
    const had = writing.contains(focusBeside(node))
    label.hidden = writing.hidden = !mail
    if (had) focus()
  }
  return { node, state, offer, focus }
}
