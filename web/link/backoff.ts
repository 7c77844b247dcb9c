const FIRST = 1000
const HEALTHY = 60_000
/** LEAST_APART is how many milliseconds are at least between two hurries. */
export const LEAST_APART = 2000

/** A Backoff says how long to wait before connecting again. */
export interface Backoff {
  /** next is the wait after a line broke or could not be had; `seconds` are those the server named. */
  next(seconds?: number): number
  /** opened notes that a line stands. */
  opened(): void
  /** mayHurry is whether connecting at once is allowed now; it is not more than once in 2 s. */
  mayHurry(): boolean
}

/** makeBackoff spreads the return: a random part of 5 s first, then full jitter from 1 s, doubling up to `cap`, anew after a minute of health. */
export function makeBackoff(cap: number, random: () => number = Math.random, now: () => number = Date.now): Backoff {
  let failures = 0
  let openedAt = 0
  let hurriedAt = Number.NEGATIVE_INFINITY
  return {
    next(seconds) {
      if (openedAt > 0 && now() - openedAt >= HEALTHY) failures = 0
      openedAt = 0
      const most = seconds !== undefined ? seconds * 1000 : failures === 0 ? 5000 : Math.min(cap, FIRST * 2 ** (failures - 1))
      failures++
      return random() * most
    },
    opened() {
      openedAt = now()
    },
    mayHurry() {
      if (now() - hurriedAt < LEAST_APART) return false
      hurriedAt = now()
      return true
    },
  }
}
