import { ACROSS, EMOJI } from '../../../emoji'
import { el } from '../dom'

/** Emoji is the choice of small pictures. */
export interface Emoji {
  node: HTMLElement
  /** Opens the choice with the keyboard in it, or closes it. */
  open(on: boolean): void
}

/** newEmoji returns the choice, closed; `chosen` gets the one that is pressed, `left` is called when Escape closed it. */
export const newEmoji = (chosen: (one: string) => void, left: () => void): Emoji => {
  const buttons = EMOJI.map((one) => el('button', { type: 'button', tabindex: '-1', click: () => chosen(one) }, one))
  let at = 0

  const go = (to: number): void => {
    const next = buttons[to]
    if (!next) return
    buttons[at]?.setAttribute('tabindex', '-1')
    next.setAttribute('tabindex', '0')
    next.focus()
    at = to
  }

  const node = el(
    'div',
    {
      class: 'emoji',
      role: 'group',
      'aria-label': 'Emoji',
      keydown: (event) => {
        const { key } = event as KeyboardEvent
        const side = getComputedStyle(node).direction === 'rtl' ? -1 : 1
        const steps: Record<string, number> = { ArrowRight: side, ArrowLeft: -side, ArrowDown: ACROSS, ArrowUp: -ACROSS }
        const step = Object.hasOwn(steps, key) ? (steps[key] as number) : 0
        if (key === 'Escape') left()
        else if (step) go(at + step)
        else if (key === 'Home') go(0)
        else if (key === 'End') go(EMOJI.length - 1)
        else return
        event.preventDefault()
        // Escape closes the choice, not the chat.
        event.stopPropagation()
      },
    },
    ...buttons,
  )
  node.hidden = true
  return {
    node,
    open(on) {
      node.hidden = !on
      if (on) go(at)
    },
  }
}
