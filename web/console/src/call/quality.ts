/** Heard is what a connection's statistics say of the visitor's voice so far. */
export interface Heard {
  received: number
  lost: number
  /** Of arrival, in seconds. */
  jitter: number
  /** There and back, in seconds; undefined while nothing has measured it. */
  roundTrip: number | undefined
}

/** Quality is how a connection is: 1 bad to 4 good, 0 while it is not known; loss from 0 to 1, times in milliseconds. */
export interface Quality {
  level: 0 | 1 | 2 | 3 | 4
  loss: number
  jitter: number
  roundTrip: number | undefined
}

/** UNKNOWN is the quality of a connection that nobody has measured. */
export const UNKNOWN: Quality = { level: 0, loss: 0, jitter: 0, roundTrip: undefined }

// Beyond each of these a level is lost: loss, jitter in ms, round trip in ms.
const BOUNDS = [
  { loss: 0.015, jitter: 30, roundTrip: 300 },
  { loss: 0.05, jitter: 60, roundTrip: 500 },
  { loss: 0.12, jitter: 120, roundTrip: 900 },
] as const

/** heardIn finds in a connection's statistics what matters. */
export function heardIn(stats: Iterable<Record<string, unknown>>): Heard {
  const heard: Heard = { received: 0, lost: 0, jitter: 0, roundTrip: undefined }
  for (const one of stats) {
    if (one.type === 'inbound-rtp' && one.kind === 'audio') {
      heard.received += numberOf(one.packetsReceived)
      heard.lost += numberOf(one.packetsLost)
      heard.jitter = Math.max(heard.jitter, numberOf(one.jitter))
    }
    if (one.type === 'candidate-pair' && one.nominated === true && typeof one.currentRoundTripTime === 'number')
      heard.roundTrip = one.currentRoundTripTime
  }
  return heard
}

/** qualityOf is how the connection was between two looks at its statistics. */
export function qualityOf(before: Heard | undefined, now: Heard): Quality {
  // Another peer connection counts from the beginning.
  const since = before && before.received <= now.received ? before : { received: 0, lost: 0 }
  const received = now.received - since.received
  const lost = Math.max(0, now.lost - since.lost)
  const jitter = Math.round(now.jitter * 1000)
  const roundTrip = now.roundTrip === undefined ? undefined : Math.round(now.roundTrip * 1000)
  if (received + lost === 0) return { ...UNKNOWN, roundTrip }
  const loss = lost / (received + lost)
  const beyond = BOUNDS.filter((bound) => loss > bound.loss || jitter > bound.jitter || (roundTrip ?? 0) > bound.roundTrip)
  return { level: (4 - beyond.length) as Quality['level'], loss, jitter, roundTrip }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
