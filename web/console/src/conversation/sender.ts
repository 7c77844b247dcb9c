import type { Schemas } from '../../../wire/frames'
import { $outbox, dropUnsent, refuseUnsent, type Unsent } from './outbox'

/** What became of posting a message: committed, to be posted again later, or refused as it is. */
export type Posted =
  | { outcome: 'kept'; message: Schemas['Message'] }
  | { outcome: 'later'; after?: number }
  | { outcome: 'refused'; reason: string }

interface Road {
  /** The run that posts now, if one does. */
  turn?: symbol
  failures: number
  timer?: ReturnType<typeof setTimeout>
}

const LONGEST_WAIT = 5000

/** A Sender posts the outbox, per conversation one message after the other, so that the order of writing is kept. */
export interface Sender {
  /** push posts what the outbox holds for a conversation, unless that is under way or waiting. */
  push(conversation: string): void
  /** again posts everything at once, without waiting: the connection has just become good. */
  again(): void
  stop(): void
}

/** makeSender returns a Sender over `post`; a message that comes back committed is handed to `kept` and leaves the outbox. */
export function makeSender(
  post: (unsent: Unsent) => Promise<Posted>,
  kept: (message: Schemas['Message']) => void,
  random: () => number = Math.random,
): Sender {
  const roads = new Map<string, Road>()
  let stopped = false

  const next = (conversation: string) =>
    $outbox.get().find((unsent) => unsent.conversation === conversation && unsent.refused === undefined)

  async function run(conversation: string, road: Road, turn: symbol): Promise<void> {
    for (let unsent = next(conversation); unsent && !stopped; unsent = next(conversation)) {
      const posted = await post(unsent).catch((): Posted => ({ outcome: 'later' }))
      if (posted.outcome === 'kept') {
        // Also when a later run has overtaken this one: what is committed is committed.
        kept(posted.message)
        dropUnsent(unsent.id)
      }
      if (road.turn !== turn) return
      if (posted.outcome === 'later') return wait(conversation, road, posted.after)
      road.failures = 0
      if (posted.outcome === 'refused') refuseUnsent(unsent.id, posted.reason)
    }
  }

  function begin(conversation: string, road: Road): void {
    clearTimeout(road.timer)
    const turn = Symbol()
    road.turn = turn
    void run(conversation, road, turn).finally(() => {
      if (road.turn === turn) road.turn = undefined
    })
  }

  function wait(conversation: string, road: Road, after = 0): void {
    const most = Math.min(LONGEST_WAIT, 1000 * 2 ** road.failures++)
    road.timer = setTimeout(() => push(conversation), Math.max(after, most * (0.5 + random() / 2)))
  }

  function roadOf(conversation: string): Road {
    const road = roads.get(conversation) ?? { failures: 0 }
    roads.set(conversation, road)
    return road
  }

  function push(conversation: string): void {
    const road = roadOf(conversation)
    if (!road.turn && !stopped) begin(conversation, road)
  }

  return {
    push,
    again() {
      if (stopped) return
      for (const conversation of new Set($outbox.get().map((unsent) => unsent.conversation))) {
        const road = roadOf(conversation)
        road.failures = 0
        // A post that is under way may hang on the connection that broke; its message goes out anew, with the same id.
        begin(conversation, road)
      }
    },
    stop() {
      stopped = true
      for (const road of roads.values()) clearTimeout(road.timer)
    },
  }
}

/** postedOf says what an HTTP answer means for a message: status 0 stands for no answer at all. */
export function postedOf(status: number, detail: string, retryAfter?: number): Posted {
  // 401: the message waits for the sign-in and is posted by `again` then.
  if (status === 0 || status === 401 || status === 408 || status === 425 || status === 429 || status >= 500) {
    return { outcome: 'later', after: retryAfter }
  }
  return { outcome: 'refused', reason: detail }
}
