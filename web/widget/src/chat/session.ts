import type { Left } from '../after/leave'
import { decode } from '../json'
import { attempt } from '../safely'
import { store, stored } from '../storage'

/** Session is what the tab remembers of its chat from page to page. */
export interface Session {
  /**
   * Which conversation is on the screen; the loader names it in its hello and loads the panel. `elsewhere` when something else of ours needs
   * the panel on the next page.
   */
  talk: string
  /** '1' folded, '0' open, empty: the visitor has not said. */
  fold: string
  /** Number of the last line that the visitor has seen. */
  read: string
  /** What stands in the message box. */
  draft: string
  /** The request that was made and not answered, as JSON. */
  ask: string
  /** Id of the request that was taken back. */
  cancelled: string
  /** What the visitor called himself. */
  name: string
  /** What stands in Leave a message, as JSON. */
  left: string
  /** '1': no sound. */
  mute: string
  /** What is attached and not sent, as JSON. */
  files: string
  /** The same of Leave a message. */
  leftFiles: string
  /** The e-mail address that the visitor gave. */
  email: string
  /** Id of the conversation that the visitor has ended, until the server has. */
  end: string
  /** The rating that was given and not answered, as JSON. */
  rating: string
  /** Key of the visitor's call window. */
  phone: string
}

/** elsewhere stands where no conversation is meant. */
export const elsewhere = '-'

/** newSession returns the memory kept under name. */
export const newSession = (name: string): Session => {
  const session = {} as Session
  for (const what of [
    'talk',
    'fold',
    'read',
    'draft',
    'ask',
    'cancelled',
    'name',
    'left',
    'mute',
    'files',
    'leftFiles',
    'email',
    'end',
    'rating',
    'phone',
  ] as const)
    Object.defineProperty(session, what, {
      get: () => stored('sessionStorage', `${name}_${what}`),
      set: (value: string) => store('sessionStorage', `${name}_${what}`, value),
    })
  return session
}

/** forget empties the memory. */
export const forget = (session: Session): void => {
  for (const what of Reflect.ownKeys(session) as (keyof Session)[]) session[what] = ''
}

/** carried makes what stands in Leave a message the draft of the chat, unless that has one. */
export const carried = (session: Session): string => {
  const left = attempt(() => decode(session.left) as Left)
  if (left && !session.draft) {
    session.draft = `${left.subject}\n${left.text}`.trim()
    session.left = ''
  }
  return session.draft
}
