import { listen } from '../safely'

/**
 * singly makes a double click one click where something else has come under the pointer meanwhile: its second half neither presses that nor
 * marks its words.
 */
export const singly = (root: ShadowRoot): void => {
  let first: EventTarget | null
  let stray = false
  listen(
    root,
    'mousedown click',
    (event) => {
      const { type, target, detail } = event as MouseEvent
      if (type === 'mousedown') {
        const on = (target as Element).closest('button') ?? target
        // The browser counts the clicks, by the time that its user has chosen.
        stray = detail > 1 && on !== first
        if (!stray) first = on
      }
      // What a key presses has no detail.
      if (!stray || !detail) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    true,
  )
}
