import type { Schemas } from '../../../wire/frames'
import { later } from '../safely'
import { frameOf, type Outbox, type Unsent } from './outbox'

/** Sender sends what is in the outbox, one after the other so that the order holds, again and again until the server has it. */
export interface Sender {
  /** Something may be ready to go: a new text, a new line, the end of a hold. */
  go(): void
  /** The server has committed this one. */
  done(id: string): void
  /** The server did not take this one: it waits, or stays with the words why. */
  refused(refusal: Schemas['RefusedFrame']): void
  /** The line is gone; a frame too large for the server must not come again. */
  lost(code: number): void
}

const keepWhy = (outbox: Outbox, id: string, why: string): void => {
  const one = outbox.list().find((other) => other.id === id)
  if (one) outbox.put({ ...one, why })
}

// A frame that nobody answers is sent again: the same id makes no second copy.
const patience = 1e4

/** newSender returns a sender for outbox. `ready` says whether one can go now, `changed` that one was refused or is gone. */
export const newSender = (
  outbox: Outbox,
  send: (frame: ReturnType<typeof frameOf>) => boolean,
  ready: (one: Unsent) => boolean,
  changed: () => void,
): Sender => {
  let underway = ''
  let pause = 1e3
  let timer: ReturnType<typeof setTimeout> | undefined

  const rest = (): void => {
    clearTimeout(timer)
    underway = ''
  }

  const go = (): void => {
    if (underway) return
    clearTimeout(timer)
    for (const one of outbox.list()) {
      if (one.why || !ready(one) || !send(frameOf(one))) continue
      underway = one.id
      timer = later(again, patience)
      return
    }
  }

  const stays = (id: string, why: string): void => {
    keepWhy(outbox, id, why)
    changed()
  }

  const again = (): void => {
    underway = ''
    go()
  }

  return {
    go,
    done(id) {
      if (outbox.take(id)) changed()
      if (id !== underway) return
      pause = 1e3
      rest()
      go()
    },
    refused({ id = '', code, text }) {
      const wait = code === 'too-many' || code === 'unavailable'
      // Whichever is to wait, all wait for it, with one timer.
      if (wait || id === underway) rest()
      if (wait) {
        underway = id
        timer = later(again, pause * (0.75 + Math.random() / 2))
        pause = Math.min(pause * 2, 15e3)
      } else if (code !== 'on-hold') {
        stays(id, text)
        go()
      }
    },
    lost(code) {
      if (code === 1009 && underway) stays(underway, 'This text is too large.')
      rest()
    },
  }
}
