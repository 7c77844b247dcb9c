import type { AfterNeeds } from '../chat/after'
import type { Attaching } from '../chat/attaching'
import { newCounter, tooLong } from '../chat/counter'
import { el } from '../dom'

/** Left is what the visitor leaves when nobody could talk with him. */
export interface Left {
  name: string
  email: string
  subject: string
  text: string
}

/** Leave is the form **Leave a message**. */
export interface Leave {
  node: HTMLElement
  /** Whether it can be written in: nothing is left yet. */
  may(): boolean
  /** Attaches files. */
  attach(files: FileList): void
  /** What is attached stands otherwise. */
  update(): void
  /** How far the message got. */
  state(state: 'writing' | 'sending' | 'left', why: string): void
  /** Puts the keyboard into the first field that is empty. */
  focus(): void
}

const optional = (): HTMLElement => el('span', { class: 'muted' }, 'optional')

/** plausible tells what may be an e-mail address. */
export const plausible = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/

const newFields = () => {
  const name = el('input', { id: 'leave-name', type: 'text', autocomplete: 'name', maxlength: '80' })
  const email = el('input', {
    id: 'leave-email',
    type: 'email',
    autocomplete: 'email',
    maxlength: '254',
    required: '',
    'aria-describedby': 'leave-email-wrong',
  })
  const emailWrong = el('p', { class: 'note bad', id: 'leave-email-wrong', role: 'alert' })
  const subject = el('input', { id: 'leave-subject', type: 'text', maxlength: '200', dir: 'auto' })
  const text = el('textarea', {
    id: 'leave-text',
    rows: '3',
    required: '',
    dir: 'auto',
    'aria-describedby': 'leave-wrong',
  })
  const wrong = el('p', { class: 'note bad', id: 'leave-wrong', role: 'alert' })
  const button = el('button', { class: 'primary', type: 'submit' }, 'Send')
  return { name, email, emailWrong, subject, text, wrong, button }
}

/** LeaveNeeds is what the form begins with, and whom it tells. */
export interface LeaveNeeds {
  known: Partial<Left>
  hint: string
  attaching: Attaching
  newAttachments: AfterNeeds['newAttachments']
  /** Gets every change. */
  typed(left: Left): void
  /** Gets a message that is complete. */
  send(left: Left): void
}

/** newLeave returns the form, filled in with what is known. */
export const newLeave = ({ known, hint, attaching, newAttachments, typed, send }: LeaveNeeds): Leave => {
  const { name, email, emailWrong, subject, text, wrong, button } = newFields()
  name.value = known.name || ''
  email.value = known.email || ''
  subject.value = known.subject || ''
  text.value = known.text || ''

  const all = (): Left => ({
    name: name.value.trim(),
    email: email.value.trim(),
    subject: subject.value.trim(),
    text: text.value,
  })

  /** Says at each field what is wrong with it, and goes to the first that is; true when none is. While he types it only unsays. */
  const complete = (typing?: boolean): boolean => {
    const fields: [HTMLInputElement | HTMLTextAreaElement, HTMLElement, boolean, string][] = [
      [email, emailWrong, plausible.test(email.value.trim()), 'Please give an e-mail address, so that we can answer.'],
      [text, wrong, !!text.value.trim(), 'Please write a message.'],
    ]
    for (const [field, note, good, words] of fields) {
      if (typing && !good) continue
      field.setAttribute('aria-invalid', `${!good}`)
      note.textContent = good ? '' : words
    }
    const first = fields.find(([, , good]) => !good)
    if (!typing) first?.[0].focus()
    return !first
  }

  const attachments = newAttachments(attaching, () => attachments.button.focus())
  attachments.button.append('Attach a file')
  attachments.pasted(text)
  const counter = newCounter()
  let sending = false
  const update = (): void => {
    attachments.update()
    const over = tooLong(text.value, 4000)
    counter.show(over)
    button.disabled = sending || over > 0 || !!attaching.waits()
  }

  const form = el(
    'form',
    {
      class: 'leave',
      // Our own words, in our own place.
      novalidate: '',
      'aria-labelledby': 'leave-title',
      submit: (event) => {
        event.preventDefault()
        if (complete()) send(all())
      },
      input: () => {
        complete(true)
        update()
        typed(all())
      },
    },
    el('h2', { id: 'leave-title' }, 'Leave a message'),
    el('p', { class: 'hint', id: 'leave-hint' }, hint),
    el('label', { for: 'leave-name' }, 'Name ', optional()),
    name,
    el('label', { for: 'leave-email' }, 'E-mail'),
    email,
    emailWrong,
    el('label', { for: 'leave-subject' }, 'Subject ', optional()),
    subject,
    el('label', { for: 'leave-text' }, 'Message'),
    text,
    counter.node,
    wrong,
    attachments.node,
    attachments.button,
    button,
  )
  const thanks = el('p', { class: 'thanks', role: 'status' })
  const node = el('div', { class: 'leaving' }, form, thanks)

  update()

  return {
    node,
    may: () => !form.hidden,
    attach: attachments.add,
    update,
    state(state, why) {
      form.hidden = state === 'left'
      thanks.textContent = state === 'left' ? 'Thank you. Your message has been received; we will answer by e-mail.' : ''
      sending = state === 'sending'
      button.textContent = sending ? 'Sending…' : 'Send'
      update()
      if (why) wrong.textContent = why
    },
    focus() {
      const empty = [name, email, text].find((field) => !field.value)
      ;(empty ?? text).focus()
    },
  }
}
