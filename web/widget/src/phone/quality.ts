/** Counted is what the statistics of a connection have counted so far. */
export interface Counted {
  received: number
  lost: number
  /** Part of what we sent that did not arrive, as the other side says. */
  away: number
  /** Seconds there and back. */
  way: number
}

type Figures = Partial<Record<string, number | string | boolean>>

/** count reads what is needed out of the browser's statistics. */
export const count = (stats: RTCStatsReport): Counted => {
  const counted: Counted = { received: 0, lost: 0, away: 0, way: 0 }
  stats.forEach((one: Figures) => {
    if (one.type === 'inbound-rtp') {
      counted.received += +(one.packetsReceived ?? 0)
      counted.lost += +(one.packetsLost ?? 0)
    }
    if (one.type === 'remote-inbound-rtp') counted.away = +(one.fractionLost ?? 0)
    if (one.type === 'candidate-pair' && one.nominated) counted.way = Math.max(counted.way, +(one.currentRoundTripTime ?? 0))
  })
  return counted
}

/** qualityOf rates the time between two counts: 1 bad to 4 good; 0 when nothing can be said. */
export const qualityOf = (before: Counted | undefined, now: Counted): number => {
  if (!before) return 0
  const received = now.received - before.received
  const lost = Math.max(0, now.lost - before.lost)
  if (!received) return 1
  const loss = Math.max(lost / (received + lost), now.away)
  const slow = now.way
  if (loss > 0.12 || slow > 1) return 1
  if (loss > 0.05 || slow > 0.6) return 2
  return loss > 0.02 || slow > 0.35 ? 3 : 4
}
