import { later } from '../safely'

/** Typing tells the other side that the visitor writes: on at most every 3 s, off after 5 s of rest. */
export interface Typing {
  key(): void
  stop(): void
}

/** newTyping returns a typing sign that is off; `tell` sends it. */
export const newTyping = (tell: (on: boolean) => void): Typing => {
  let told = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => {
    clearTimeout(timer)
    if (told) tell(false)
    told = 0
  }
  return {
    key() {
      clearTimeout(timer)
      timer = later(stop, 5e3)
      const now = Date.now()
      if (now - told < 3e3) return
      told = now
      tell(true)
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
