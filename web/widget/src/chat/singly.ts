import { listen } from '../safely'

/**
 * singly makes a double click one click where something else has come under the pointer meanwhile: its second half neither presses that nor
 * marks its words.
 */
export const singly = (root: ShadowRoot): void => {
  let first: EventTarget | null
  let x = 0
  let y = 0
  let at = -500
  let stray = false
  listen(
    root,
    'mousedown click',
    (event) => {
      const { type, target, detail, clientX, clientY, timeStamp } = event as MouseEvent
      if (type === 'mousedown') {
        const on = (target as Element).closest('button') ?? target
        // Fingers don't count their taps everywhere.
        stray = on !== first && (detail > 1 || (timeStamp - at < 500 && Math.hypot(clientX - x, clientY - y) < 9))
        if (!stray) {
          first = on
          x = clientX
          y = clientY
          at = timeStamp
        }
      }
      // What a key presses has no detail.
      if (!stray || !detail) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    true,
  )
}
