import { computed } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { $conversations, $mine } from '../state/live'
import { $left } from './leaving'

type Conversation = Schemas['Conversation']
/** Call is a conversation's latest call. */
export type Call = Schemas['Call']

/** OpenCall is a conversation with a call that rings or is open. */
export type OpenCall = Conversation & { call: Call }

/** goesOn is whether a conversation's call rings or is open. */
export function goesOn(conversation: Conversation): conversation is OpenCall {
  return conversation.state === 'open' && conversation.call !== undefined && conversation.call.state !== 'ended'
}

/** ringsHere is whether the visitor of a conversation has offered a call that nobody has answered. */
export function ringsHere(conversation: Conversation): boolean {
  return goesOn(conversation) && conversation.call.state === 'ringing' && conversation.call.offeredBy === 'visitor'
}

/** $myCalls are the calls of this operator that ring or are open, in whatever window of his, and that he has not ended. */
export const $myCalls = computed([$mine, $left], (mine, left) => mine.filter(goesOn).filter(({ call }) => !left.has(call.id)))

/** $myOpenCalls are those of them that are open. */
export const $myOpenCalls = computed($myCalls, (calls) => calls.filter(({ call }) => call.state === 'open'))

/** Calling is how far a call is that goes on. */
export type Calling = 'ringing' | 'open'

let before: ReadonlyMap<string, Calling> = new Map()

/** $calling are the conversations, of all operators, in which a call rings or is open; the same map while that is so. */
export const $calling = computed($conversations, (conversations) => {
  const now = new Map<string, Calling>()
  for (const [id, one] of Object.entries(conversations))
    if (goesOn(one)) now.set(id, one.call.state === 'open' ? 'open' : 'ringing')
  if (now.size !== before.size || [...now].some(([id, state]) => before.get(id) !== state)) before = now
  return before
})

/** What a window knows of its own part in the calls. */
export interface Part {
  window: string
  /** The calls whose sound this window carries, by conversation. */
  talks: ReadonlyMap<string, string>
  /** The conversation whose call was taken to the ear last. */
  ear: string | undefined
  /** The conversations with a call to the ear when this was asked last. */
  open: ReadonlySet<string>
}

/** Plan is what a window has to do so that it carries what it should: begin and end talks, put the others on hold. */
export interface Plan {
  begin: readonly OpenCall[]
  end: readonly string[]
  hold: readonly string[]
  ear: string | undefined
  open: ReadonlySet<string>
}

/** planOf is what is to be done as this operator's calls stand. One call at a time has an open microphone: the one begun or resumed last; the others go on hold. */
export function planOf(mine: readonly OpenCall[], part: Part): Plan {
  const here = mine.filter(({ call }) => call.state === 'open' && call.window === part.window && part.window !== '')
  const carried = new Map(here.map((one) => [one.id, one.call.id]))
  const open = new Set(here.filter(({ hold }) => !hold).map(({ id }) => id))
  const latest = here.filter(({ id }) => open.has(id) && !part.open.has(id)).sort((a, b) => since(b) - since(a))[0]?.id
  const kept = part.ear !== undefined && open.has(part.ear) ? part.ear : undefined
  const ear = latest ?? kept ?? open.values().next().value
  return {
    begin: here.filter((one) => part.talks.get(one.id) !== one.call.id),
    end: [...part.talks]
      .filter(([conversation, call]) => carried.get(conversation) !== call)
      .map(([conversation]) => conversation),
    // Who was resumed or begun just now puts the others on hold; who is on hold already needs no word.
    hold: latest === undefined ? [] : [...open].filter((id) => id !== ear),
    ear,
    open,
  }
}

function since({ call }: OpenCall): number {
  return call.accepted ?? call.offered
}
