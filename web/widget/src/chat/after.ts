import type { Leave, Leaving } from '../after/leaving'
import type { Mailing } from '../after/mailing'
import type { Rating } from '../after/rating'
import type { Attaching } from './attaching'
import type { Attachments, dropOn } from './attachments'
import type { Line } from './log'
import type { Outbox } from './outbox'
import { newPart, type Part } from './part'
import type { Session } from './session'

/** AfterNeeds is what the panel lends the part. */
export interface AfterNeeds {
  root: ShadowRoot
  outbox: Outbox
  session: Session
  /** What is attached to a message that is left. */
  enclosing: Attaching
  newAttachments(attaching: Attaching, left: () => void): Attachments
  dropOn: typeof dropOn
}

/** LeaveScreen is the dialog with **Leave a message**. */
export interface LeaveScreen {
  node: HTMLElement
  /** Puts the keyboard into the first field that is empty. */
  focus(): void
  /** Says whether a chat can be had after all. */
  offer(on: boolean): void
  /** Shows how the message stands, to somebody who `waits` in the queue meanwhile or not. */
  update(waits: boolean): void
  /** It is on the screen, and the keyboard is `free` to go where it is wanted. */
  shown(free: boolean): void
}

/** After is what comes after a chat, or in its place: **Leave a message**, the rating, and the transcript. */
export interface After {
  newLeaving: Leave
  /** Makes the same with a dialog around it, for no conversation; `back` leaves it, `start` goes to a chat in its place. */
  newLeaveScreen(hint: string, changed: () => void, back: () => void, start: () => void): LeaveScreen
  newRating(send: (stars: number, comment: string) => void): Rating
  /** Makes the transcript's form, filled in with the address that is known; `send` gets the address, `save` makes the file. */
  newMailing(known: string, send: (email: string) => void, save: () => void): Mailing
  /** Gives the visitor the lines of a chat with the site as a file. */
  saveTranscript(site: string, lines: readonly Line[]): void
}

/** AfterModule is what the part's module exports. */
export interface AfterModule {
  start(needs: AfterNeeds): After
}

export type { Leaving, Mailing, Rating }

// The build puts the module's name here.
declare const AFTER: string

/** newAfter returns the part, not yet loaded. */
export const newAfter = (needs: AfterNeeds): Part<After> => newPart(AFTER, ({ start }: AfterModule) => start(needs))
