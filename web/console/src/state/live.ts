import { atom, computed } from 'nanostores'
import type { Schemas } from '../../../wire/frames'

type Visit = Schemas['Visit']

/** ById is a set of things by their ids. */
export type ById<T> = Readonly<Record<string, T>>

/** $me is the id of the operator the picture is for; empty before the first picture. */
export const $me = atom('')
/** $visits are the visits on the monitor, by id. */
export const $visits = atom<ById<Visit>>({})
/** $zones are the zones, by id. */
export const $zones = atom<ById<Schemas['Zone']>>({})
/** $sites are the sites, by id. */
export const $sites = atom<ById<Schemas['Site']>>({})
/** $operators are those who answer, by id. */
export const $operators = atom<ById<Schemas['Operator']>>({})
/** $invitations are the invitations known here, by id. */
export const $invitations = atom<ById<Schemas['Invitation']>>({})
/** $conversations are the conversations known here, by id: open ones, and those that ended since the picture. */
export const $conversations = atom<ById<Schemas['Conversation']>>({})
/** $requests are the chat requests that wait, by id. */
export const $requests = atom<ById<Schemas['Request']>>({})
/** $keptOut counts who is not on the monitor, and why. */
export const $keptOut = atom<Schemas['KeptOut'] | undefined>(undefined)
/** $closed is whether it is outside the business hours: visitors read Leave a message, whoever is there. */
export const $closed = atom(false)
/** $pictured is whether a picture has come at all since the sign-in. */
export const $pictured = atom(false)

/** $mine are the open conversations of this operator, oldest first. */
export const $mine = computed([$conversations, $me], (conversations, me) =>
  Object.values(conversations)
    .filter((one) => one.state === 'open' && one.operator === me)
    .sort((a, b) => a.started - b.started || (a.id < b.id ? -1 : 1)),
)

/** $queue is the Communication Queue: the chat requests that wait, first the one to be served first. */
export const $queue = computed($requests, (requests) => Object.values(requests).sort(inOrder))

let epoch = ''
let visits: Record<string, Visit> = {}

/** What a new picture means for what was known before it. */
export interface Pictured {
  /** Numbers of earlier pictures mean nothing any more. */
  anew: boolean
  /** Conversations that became this operator's while the line was down. */
  begun: readonly Schemas['Conversation'][]
  /** Conversations that were open and are not in the picture: they ended meanwhile. */
  lost: readonly Schemas['Conversation'][]
}

/** takePicture replaces everything that was known; only conversations that had ended stay, because nothing changes them any more. */
export function takePicture(picture: Schemas['PictureFrame']): Pictured {
  const anew = epoch !== '' && epoch !== picture.epoch
  const first = !$pictured.get()
  const before = anew ? {} : $conversations.get()
  const conversations: Record<string, Schemas['Conversation']> = {}
  for (const one of Object.values(before)) if (one.state === 'ended') conversations[one.id] = one
  for (const one of picture.conversations) conversations[one.id] = one
  const begun = first || anew ? [] : picture.conversations.filter((one) => isBegun(before[one.id], one, picture.me))
  const lost = Object.values(before).filter((one) => conversations[one.id] === undefined)
  epoch = picture.epoch
  $me.set(picture.me)
  $sites.set(byId(picture.sites))
  $zones.set(byId(picture.zones))
  $operators.set(byId(picture.operators))
  $invitations.set(byId(picture.invitations))
  $conversations.set(conversations)
  $requests.set(byId(picture.requests))
  $keptOut.set(picture.keptOut)
  $closed.set(!!picture.closed)
  visits = byId(picture.visits)
  $visits.set(viewOf(visits))
  $pictured.set(true)
  return { anew, begun, lost }
}

/** takeVisits takes in the latest state of the visits that changed, and which are no longer on the monitor. */
export function takeVisits(frame: Schemas['VisitsFrame']): void {
  if (frame.keptOut) $keptOut.set(frame.keptOut)
  if (frame.changed.length === 0 && frame.gone.length === 0) return
  for (const visit of frame.changed) visits[visit.id] = visit
  for (const id of frame.gone) delete visits[id]
  $visits.set(viewOf(visits))
}

/** takeInvitation takes in where an invitation stands. */
export function takeInvitation(invitation: Schemas['Invitation']): void {
  $invitations.set({ ...$invitations.get(), [invitation.id]: invitation })
}

/** takeConversation takes in where a conversation stands; it returns whether it has just become this operator's. */
export function takeConversation(conversation: Schemas['Conversation']): boolean {
  const known = $conversations.get()
  $conversations.set({ ...known, [conversation.id]: conversation })
  return isBegun(known[conversation.id], conversation, $me.get())
}

/** takeRequest takes in where a chat request stands; one that waits no more goes. It returns the request as it was known. */
export function takeRequest(request: Schemas['Request']): Schemas['Request'] | undefined {
  const { [request.id]: before, ...others } = $requests.get()
  if (request.state === 'waiting') $requests.set({ ...others, [request.id]: request })
  else if (before) $requests.set(others)
  return before
}

/** takeOperator takes in how an operator stands. */
export function takeOperator(operator: Schemas['Operator']): void {
  $operators.set({ ...$operators.get(), [operator.id]: operator })
}

/** takeSites takes sites that are new or have changed. */
export function takeSites(sites: readonly Schemas['Site'][]): void {
  $sites.set({ ...$sites.get(), ...byId(sites) })
}

/** takeZones replaces the zones of the sites that these are of. */
export function takeZones(zones: readonly Schemas['Zone'][]): void {
  const sites = new Set(zones.map((zone) => zone.site))
  const others = Object.values($zones.get()).filter((zone) => !sites.has(zone.site))
  $zones.set(byId([...others, ...zones]))
}

/** forgetPicture forgets everything: somebody else may sign in next. */
export function forgetPicture(): void {
  epoch = ''
  $me.set('')
  $pictured.set(false)
  visits = {}
  for (const store of [$sites, $zones, $operators, $invitations, $conversations, $requests, $visits]) store.set({})
  $keptOut.set(undefined)
}

// Who lost his operator comes first, then who was invited, then who waits longest.
function inOrder(a: Schemas['Request'], b: Schemas['Request']): number {
  return rankOf(a) - rankOf(b) || a.asked - b.asked || (a.id < b.id ? -1 : 1)
}

function rankOf(request: Schemas['Request']): number {
  return request.returned ? 0 : request.invited ? 1 : 2
}

function isBegun(before: Schemas['Conversation'] | undefined, now: Schemas['Conversation'], me: string): boolean {
  return now.state === 'open' && now.operator === me && before?.operator !== me
}

// A new identity tells those who look that something changed. Copying 10,000 visits ten times a second for that would cost
// more than everything else in a frame.
function viewOf<T>(things: Record<string, T>): ById<T> {
  return new Proxy(things, {})
}

function byId<T extends { id: string }>(list: readonly T[]): Record<string, T> {
  const all: Record<string, T> = {}
  for (const one of list) all[one.id] = one
  return all
}
