import type { Schemas } from '../../../wire/frames'

/** Signal is one step of connecting the two browsers. */
export type Signal = Pick<Schemas['SignalFrame'], 'kind' | 'round' | 'text' | 'mid'>

/** Rounds puts the operator's signals in order: his offers are numbered, and a candidate may come before its offer. */
export interface Rounds {
  /** Number of the latest offer; 0: none came. */
  latest(): number
  /** Takes a signal and returns what is to be done now, in order. What is of an earlier round is passed over. */
  take(signal: Signal): Signal[]
}

/** newRounds returns rounds of a call that has had no offer. */
export const newRounds = (): Rounds => {
  let round = 0
  let early: Signal[] = []
  return {
    latest: () => round,
    take(signal) {
      const { kind, round: of } = signal
      if (kind === 'offer' && of > round) {
        round = of
        const mine = early.filter((one) => one.round === of)
        early = early.filter((one) => one.round > of)
        return [signal, ...mine]
      }
      if (kind !== 'candidate' || of < round) return []
      if (of === round) return [signal]
      // A hundred are more than any browser has.
      if (early.length < 100) early.push(signal)
      return []
    },
  }
}

/** sessionOf returns which peer connection made a description: its session's number. */
export const sessionOf = (description: string): string => /^o=\S+ (\S+)/m.exec(description)?.[1] ?? ''
