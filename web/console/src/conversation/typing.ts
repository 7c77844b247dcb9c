import { map } from 'nanostores'

/** REPEAT_AFTER is how often, at most, a console says that its operator types. */
export const REPEAT_AFTER = 3000
/** STILL_AFTER is how long without a key the operator counts as typing. */
export const STILL_AFTER = 5000

/** TypingSign tells the other side that the operator types: on at most every 3 s, off 5 s after the last key. */
export interface TypingSign {
  key(): void
  stop(): void
}

/** makeTypingSign returns a TypingSign that sends through `send`. */
export function makeTypingSign(send: (on: boolean) => void): TypingSign {
  let on = false
  let said = Number.NEGATIVE_INFINITY
  let still: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(still)
    if (!on) return
    on = false
    said = Number.NEGATIVE_INFINITY
    send(false)
  }
  return {
    key() {
      clearTimeout(still)
      still = setTimeout(stop, STILL_AFTER)
      const now = Date.now()
      if (on && now - said < REPEAT_AFTER) return
      on = true
      said = now
      send(true)
    },
    stop,
  }
}

/** $visitorTypes says in which conversations the visitor is typing now. */
export const $visitorTypes = map<Record<string, boolean | undefined>>({})

/** $visitorTyped is what stands in the boxes of visitors who type now, where their sites are peeked at; it is kept nowhere else. */
export const $visitorTyped = map<Record<string, string | undefined>>({})

const expiry = new Map<string, ReturnType<typeof setTimeout>>()

/**
 * visitorTypes takes in that a visitor began or stopped typing, and what stands in his box. A sign that is not renewed goes by itself; what
 * he has typed stays while it stands there.
 */
export function visitorTypes(conversation: string, on: boolean, text = ''): void {
  clearTimeout(expiry.get(conversation))
  expiry.delete(conversation)
  $visitorTypes.setKey(conversation, on)
  $visitorTyped.setKey(conversation, text || undefined)
  // Longer than the other side's own limit: only a lost "off" is made good here.
  if (on)
    expiry.set(
      conversation,
      setTimeout(() => $visitorTypes.setKey(conversation, false), STILL_AFTER + REPEAT_AFTER),
    )
}

/** forgetText forgets what stands in a visitor's box; that he types is still so. */
export function forgetText(conversation: string): void {
  $visitorTyped.setKey(conversation, undefined)
}

/** forgetTyped forgets what visitors type, in one conversation or in all: what happened since is not known here. */
export function forgetTyped(conversation?: string): void {
  const known = Object.keys($visitorTypes.get())
  for (const one of conversation === undefined ? known : known.filter((id) => id === conversation)) {
    visitorTypes(one, false)
    $visitorTypes.setKey(one, undefined)
  }
}
