import { store, stored } from '../storage'

/** Session is what the tab remembers of its chat from page to page. */
export interface Session {
  /** Which conversation is on the screen; the loader names it in its hello. */
  talk: string
  /** '1' folded, '0' open, empty: the visitor has not said. */
  fold: string
  /** Number of the last line that the visitor has seen. */
  read: string
  /** What stands in the message box. */
  draft: string
}

/** newSession returns the memory kept under name. */
export const newSession = (name: string): Session => {
  const entry = (what: keyof Session) => ({
    get: () => stored('sessionStorage', `${name}_${what}`),
    set: (value: string) => store('sessionStorage', `${name}_${what}`, value),
  })
  return Object.defineProperties(
    {},
    { talk: entry('talk'), fold: entry('fold'), read: entry('read'), draft: entry('draft') },
  ) as Session
}
