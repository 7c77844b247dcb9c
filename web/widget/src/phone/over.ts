import type { Conversation } from '../port'
import { store, stored } from '../storage'
import { goesOn } from './screen'

type Call = NonNullable<Conversation['call']>

/** Ending says by whom or what a call ended. */
export type Ending = NonNullable<Call['endedBy']>

/** Over are the calls that are over for this window, whatever the server still says: it may not have heard. */
export interface Over {
  /** This call is over. */
  put(call: string, by: Ending): void
  /** The conversation as it is for this window. */
  here(told: Conversation | undefined): Conversation | undefined
  /** How the server is still to be told that the call has ended; nothing: it knows, or finds out by itself. */
  untold(told: Conversation | undefined): Ending | undefined
}

const name = 'beckon_over'
// One that ended before these is long known.
const most = 4

/** newOver returns what this window, and the one before it was loaded anew, had ended. */
export const newOver = (): Over => {
  let over: [call: string, by: Ending][] = []
  try {
    over = JSON.parse(stored('sessionStorage', name))
  } catch {}
  const of = (call: Call | undefined): Ending | undefined => over.find(([id]) => id === call?.id)?.[1]

  return {
    put(call, by) {
      over = [[call, by] as [string, Ending], ...over.filter(([id]) => id !== call)].slice(0, most)
      store('sessionStorage', name, JSON.stringify(over))
    },
    here(told) {
      const endedBy = of(told?.call)
      return told?.call && endedBy ? { ...told, call: { ...told.call, state: 'ended', endedBy } } : told
    },
    untold(told) {
      const by = goesOn(told) ? of(told?.call) : undefined
      return by === 'lost' ? undefined : by
    },
  }
}
