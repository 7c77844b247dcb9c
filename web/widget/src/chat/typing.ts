import { later } from '../safely'
import { longest } from './words'

/** Typing tells the other side that the visitor writes: on at most every 3 s, off after 5 s of rest. Peeked at, what stands in the box goes
 * along, twice a second; it stands on while the visitor rests. */
export interface Typing {
  key(text: string): void
  stop(): void
}

/** newTyping returns a typing sign that is off; `tell` sends it. Text goes along only while `peeked`: while the visitor is told so. */
export const newTyping = (tell: (on: boolean, text?: string) => void, peeked: () => boolean): Typing => {
  let told = 0
  // A page begins with the draft of the one before, which may have been told.
  let stands = true
  let box = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => {
    clearTimeout(timer)
    clearTimeout(turn)
    if (told || stands) tell(false)
    told = 0
    stands = false
  }
  const seen = (): string | undefined => (peeked() ? box.slice(0, longest) : undefined)
  const rest = (): void => {
    told = 0
    stands = peeked()
    tell(false, seen())
  }
  const on = (): void => {
    told = Date.now()
    tell(true, seen())
  }
  return {
    key(text) {
      clearTimeout(timer)
      clearTimeout(turn)
      timer = later(rest, 5e3)
      box = text
      const wait = told + (peeked() ? 500 : 3e3) - Date.now()
      if (wait <= 0) on()
      else if (peeked()) turn = later(on, wait)
    },
    stop,
  }
}

/** newTypingSign returns a function that takes the other side's sign; `show` is told when it changes. A sign that isn't renewed fades. */
export const newTypingSign = (show: (on: boolean) => void): ((on: boolean) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const set = (on: boolean): void => {
    clearTimeout(timer)
    if (on) timer = later(() => show(false), 8e3)
    show(on)
  }
  return set
}
