import { el } from '../dom'
import { newEmoji } from './emoji'
import { icon } from './icons'
import { longest } from './words'

/** Composer is where the visitor writes. */
export interface Composer {
  node: HTMLElement
  /** On hold **Send** is off; what is typed stays. */
  hold(on: boolean): void
  text(): string
  /** Puts text into the box, before what is there. */
  put(text: string): void
  focus(): void
}

// The counter comes when it begins to matter.
const near = 400

const newCounter = () => {
  const node = el('p', { class: 'counter', role: 'status' })
  return {
    node,
    show(over: number) {
      node.hidden = over < -near
      node.textContent = over > 0 ? `${over} characters too many` : `${-over} characters left`
      node.classList.toggle('bad', over > 0)
    },
  }
}

// A choice of emoji; the one chosen goes where the cursor is.
const newChooser = (box: HTMLTextAreaElement, changed: () => void) => {
  const open = (on: boolean): void => {
    button.setAttribute('aria-expanded', `${on}`)
    emoji.open(on)
  }
  const emoji = newEmoji(
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
  const button = el(
    'button',
    {
      class: 'icon',
      type: 'button',
      'aria-label': 'Emoji',
      title: 'Emoji',
      'aria-expanded': 'false',
      click: () => open(!!emoji.node.hidden),
    },
    icon('smile'),
  )
  return { node: emoji.node, button }
}

const tooLong = (text: string): number => [...text].length - longest

/** newComposer returns a box that holds draft; `send` gets each text, `typed` every change of what is in the box. */
export const newComposer = (draft: string, send: (text: string) => void, typed: (text: string) => void): Composer => {
  const box = el('textarea', { rows: '1', placeholder: 'Message…', 'aria-label': 'Message', enterkeyhint: 'send', dir: 'auto' })
  const button = el('button', { class: 'send', type: 'submit', 'aria-label': 'Send', title: 'Send' }, icon('send'))
  const counter = newCounter()
  let held = false

  const adjust = (): void => {
    const over = tooLong(box.value)
    counter.show(over)
    button.disabled = held || over > 0 || !box.value.trim()
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }

  const submit = (): void => {
    adjust()
    if (button.disabled) return
    const text = box.value
    box.value = ''
    adjust()
    typed('')
    send(text)
    box.focus()
  }

  const chooser = newChooser(box, () => {
    adjust()
    typed(box.value)
  })

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
    el('div', { class: 'writing' }, box, chooser.button, button),
  )
  box.addEventListener('input', () => {
    adjust()
    typed(box.value)
  })
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    submit()
  })
  box.value = draft
  adjust()

  return {
    node,
    hold(on) {
      held = on
      adjust()
    },
    text: () => box.value,
    put(text) {
      box.value = box.value.trim() ? `${text}\n${box.value}` : text
      adjust()
      typed(box.value)
      box.focus()
    },
    focus: () => box.focus(),
  }
}
