/** A Candidate of the visitor's window, as its signal brought it. */
export interface Candidate {
  readonly text: string
  readonly mid: string
}

/** Connecting is how far the two browsers of a call have come with each other. The operator's window offers, the visitor's answers. */
export interface Connecting {
  /** Numbers the offers; what belongs to an earlier one is passed over. */
  readonly round: number
  readonly answered: boolean
  /** Candidates that came before the answer they belong to. */
  readonly ahead: readonly Candidate[]
  readonly connected: boolean
  /** Was connected at some time. */
  readonly was: boolean
  /** Offers made since the two were connected last. */
  readonly tries: number
  readonly offered: number
  /** The latest offer did not leave this machine: there was no line. */
  readonly unsent: boolean
  /** When the next offer is made by itself. */
  readonly due: number | undefined
  /** The next offer comes from a new peer connection: the other side's is a new one too, or this one is beyond help. */
  readonly anew: boolean
}

/** What happens to a call that is being connected. `at` is in milliseconds. */
export type Happening =
  | { type: 'answer'; round: number; text: string }
  | { type: 'candidate'; round: number; candidate: Candidate }
  /** The visitor's window asks for a new offer; round 0: it has no peer connection any more, else the latest offer that it knows. */
  | { type: 'again'; round: number; at: number }
  /** The peer connection stands so. */
  | { type: 'state'; state: RTCPeerConnectionState; at: number }
  /** This machine has another network. */
  | { type: 'network'; at: number }
  /** The offer of this round could not be sent. */
  | { type: 'unsent'; round: number }
  /** The line to the server is back; what was sent into the one before may be lost. */
  | { type: 'line'; at: number }
  /** An answer could not be taken, or an offer not be made. */
  | { type: 'stuck'; at: number }
  | { type: 'tick'; at: number }

/** What is to be done then. */
export type Deed =
  | { do: 'offer'; round: number; anew: boolean }
  | { do: 'answer'; round: number; text: string }
  | { do: 'candidate'; candidate: Candidate }

/** PATIENCE is how many milliseconds an offer has to lead to a connection before another is made. */
export const PATIENCE = 8000
/** APART is for how many milliseconds two who were connected may be apart before an offer brings them together again. */
export const APART = 2000
/** BETWEEN is the least number of milliseconds between two offers. */
export const BETWEEN = 500

type Step = readonly [Connecting, readonly Deed[]]

/** begin makes the first offer of this window. A window that takes the call up later begins with a higher round. */
export function begin(round: number, at: number): Step {
  const nothing: Connecting = {
    round: round - 1,
    answered: false,
    ahead: [],
    connected: false,
    was: false,
    tries: -1,
    offered: at,
    unsent: false,
    due: at,
    anew: true,
  }
  return offer(nothing, at)
}

/** firstRound is with which round a window begins: above every round of a window that had the call before. */
export function firstRound(accepted: number, now: number): number {
  return Math.max(1, Math.floor((now - accepted) / 100))
}

/** step is what a happening makes of it, and what is to be done. */
export function step(now: Connecting, event: Happening): Step {
  switch (event.type) {
    case 'answer': {
      if (event.round !== now.round || now.answered) return [now, []]
      const { round, text } = event
      const ahead = now.ahead.map((candidate): Deed => ({ do: 'candidate', candidate }))
      // Who stayed connected all the while has nothing to wait for.
      const settled = now.connected && !now.anew ? { tries: 0, due: undefined } : {}
      return [{ ...now, answered: true, ahead: [], ...settled }, [{ do: 'answer', round, text }, ...ahead]]
    }
    case 'candidate':
      if (event.round !== now.round) return [now, []]
      if (now.answered) return [now, [{ do: 'candidate', candidate: event.candidate }]]
      return [{ ...now, ahead: [...now.ahead, event.candidate].slice(-MOST_AHEAD) }, []]
    case 'again':
      if (event.round === 0) return soon({ ...now, anew: true }, event.at)
      // The offer that it asks for is on its way.
      if (event.round < now.round && event.at - now.offered < APART) return [now, []]
      return soon(now, event.at)
    case 'network':
      return soon(now, event.at)
    case 'unsent':
      // It counts as not made, and the next waits for the line.
      if (event.round !== now.round) return [now, []]
      return [{ ...now, ...notMade(now), unsent: true, due: undefined }, []]
    case 'line':
      if (now.connected && now.answered) return [now, []]
      return soon({ ...now, ...(now.unsent || now.answered ? {} : notMade(now)), unsent: false }, event.at)
    case 'stuck':
      return [{ ...now, anew: true, due: Math.max(event.at, now.offered + APART) }, []]
    case 'state':
      return [stands(now, event.state, event.at), []]
    case 'tick':
      return !now.unsent && now.due !== undefined && event.at >= now.due ? offer(now, event.at) : [now, []]
    default:
      return event satisfies never
  }
}

const MOST_AHEAD = 50

function stands(now: Connecting, state: RTCPeerConnectionState, at: number): Connecting {
  switch (state) {
    case 'connected':
      // A browser finds its old way again, too, on its own: without an answer the other side may still know none to here.
      return { ...now, connected: true, was: true, tries: 0, due: now.answered && !now.anew ? undefined : now.due }
    case 'disconnected':
      return { ...now, connected: false, due: now.due ?? at + APART }
    case 'failed':
      return { ...now, connected: false, due: Math.max(at, now.offered + APART) }
    default:
      return { ...now, connected: false }
  }
}

const notMade = ({ tries }: Connecting) => ({ tries: Math.max(0, tries - 1) })

// Two who ask at once are answered by one offer.
function soon(now: Connecting, at: number): Step {
  const due = Math.max(at, now.offered + BETWEEN)
  return due <= at ? offer(now, at) : [{ ...now, due }, []]
}

// What one new way round did not mend needs a new peer connection.
function offer(now: Connecting, at: number): Step {
  const anew = now.anew || now.tries >= 1
  const round = now.round + 1
  const next = {
    ...now,
    anew: false,
    unsent: false,
    round,
    answered: false,
    ahead: [],
    tries: now.tries + 1,
    offered: at,
    due: at + PATIENCE,
  }
  return [anew ? { ...next, connected: false } : next, [{ do: 'offer', round, anew }]]
}
