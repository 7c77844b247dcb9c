import { el } from '../dom'
import { listen } from '../safely'
import type { Attaching } from './attaching'
import { newAttachments } from './attachments'
import { newCounter, tooLong } from './counter'
import type { Attached, Files } from './files'
import { icon, tool } from './icons'
import { newPart } from './part'
import { longest } from './words'

/** Composer is where the visitor writes. */
export interface Composer {
  node: HTMLElement
  /** On hold **Send** is off; what is typed stays. */
  hold(on: boolean): void
  /** Says that what is typed may be seen before it is sent, or no longer. */
  peek(on: boolean): void
  /** Puts text into the box, before what is there, and its files. */
  put(text: string, files?: readonly Attached[]): void
  /** Attaches files. */
  attach(files: FileList): void
  /** What is attached stands otherwise. */
  update(): void
  focus(): void
}

// The build puts the module's name here.
declare const EMOJI: string

// A choice of emoji; the one chosen goes where the cursor is. Its module comes when it is wanted.
const newChooser = (box: HTMLTextAreaElement, changed: () => void) => {
  let emoji: HTMLElement | undefined
  const node = el('div', {})
  const open = (on: boolean): void => {
    button.setAttribute('aria-expanded', `${on}`)
    if (!emoji) return
    emoji.hidden = !on
    if (on) emoji.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }
  const part = newPart(EMOJI, ({ newEmoji }: typeof import('./emoji')) => {
    emoji = newEmoji(
      (one) => {
        open(false)
        box.setRangeText(one, box.selectionStart, box.selectionEnd, 'end')
        changed()
        box.focus()
      },
      () => {
        open(false)
        button.focus()
      },
    )
    node.append(emoji)
    return emoji
  })
  const button = tool('Emoji', 'smile', () => {
    if (emoji) open(!!emoji.hidden)
    else part.when(() => open(true))
  })
  open(false)
  return { node, button }
}

/** ComposerNeeds is what a composer begins with, and whom it tells. */
export interface ComposerNeeds {
  draft: string
  attaching: Attaching
  filing: Files['filing']
  /** Gets each message: a text, files, or both. */
  send(text: string, files: Attached[]): void
  /** Gets every change of what is in the box. */
  typed(text: string): void
}

/** newComposer returns a box that holds the draft and what is attached. */
export const newComposer = ({ draft, attaching, filing, send, typed }: ComposerNeeds): Composer => {
  const box = el('textarea', {
    rows: '1',
    placeholder: 'Message…',
    'aria-label': 'Message',
    enterkeyhint: 'send',
    dir: 'auto',
    spellcheck: 'true',
    lang: '',
    'aria-describedby': 'peek',
  })
  const button = el('button', { class: 'send', type: 'submit', 'aria-label': 'Send', title: 'Send' }, icon('send'))
  const counter = newCounter()
  const peeked = el('p', { class: 'foot', id: 'peek', role: 'status' })
  let held = false

  const adjust = (): void => {
    const over = tooLong(box.value, longest)
    counter.show(over)
    button.disabled = held || over > 0 || !!attaching.waits() || !(box.value.trim() || attaching.list().length)
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }

  const submit = (): void => {
    adjust()
    if (button.disabled) return
    const text = box.value.trim() && box.value
    box.value = ''
    const files = attaching.take()
    adjust()
    typed('')
    send(text, files)
    box.focus()
  }

  const chooser = newChooser(box, () => {
    adjust()
    typed(box.value)
  })

  const attachments = newAttachments(attaching, filing, () => box.focus())

  const node = el(
    'form',
    {
      class: 'composer',
      submit: (event) => {
        event.preventDefault()
        submit()
      },
    },
    counter.node,
    chooser.node,
    attachments.node,
    el('div', { class: 'writing' }, attachments.button, box, chooser.button, button),
    peeked,
  )
  listen(box, 'input', () => {
    adjust()
    typed(box.value)
  })
  listen(box, 'keydown', (event) => {
    const { key, shiftKey, isComposing } = event as KeyboardEvent
    if (key !== 'Enter' || shiftKey || isComposing) return
    event.preventDefault()
    submit()
  })
  attachments.pasted(box)
  const update = (): void => {
    attachments.update()
    adjust()
  }
  box.value = draft
  update()

  return {
    node,
    update,
    attach: attachments.add,
    hold(on) {
      held = on
      attaching.hold(on)
      adjust()
    },
    peek(on) {
      const text = on ? 'What you type may be seen before you send it.' : ''
      // Unchanged it is not read out again.
      if (peeked.textContent !== text) peeked.textContent = text
    },
    put(text, files = []) {
      box.value = [text, box.value].filter((one) => one.trim()).join('\n')
      attaching.put(files)
      adjust()
      typed(box.value)
      box.focus()
    },
    focus: () => box.focus(),
  }
}
