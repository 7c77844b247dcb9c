import { ACROSS, EMOJI } from '../../../emoji'
import { el } from '../dom'

/**
 * newEmoji returns the choice of small pictures, hidden; `chosen` gets the one that is pressed, `left` is called for Escape. One of its
 * buttons is the one for Tab. A module of its own, loaded when it is wanted first.
 */
export const newEmoji = (chosen: (one: string) => void, left: () => void): HTMLElement => {
  const buttons = EMOJI.map((one) => el('button', { type: 'button', tabindex: '-1', click: () => chosen(one) }, one))
  let at = 0

  const stand = (to: number): void => {
    buttons[at]?.setAttribute('tabindex', '-1')
    buttons[to]?.setAttribute('tabindex', '0')
    at = to
  }
  const go = (to: number): void => {
    if (!buttons[to]) return
    stand(to)
    buttons[to].focus()
  }

  const node = el(
    'div',
    {
      class: 'emoji',
      hidden: '',
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
  stand(0)
  return node
}
