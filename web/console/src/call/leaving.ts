import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { api, Refusal } from '../state/api'
import { $conversations, takeConversation } from '../state/live'

/** Leaving is how far the server knows that this operator has ended a call: it is being told, it does, or it could not be reached. */
export interface Leaving {
  conversation: string
  known: 'telling' | 'told' | 'unreached'
}

/** $left are the calls that this operator has ended, by their id. Here they are over at once, whatever the server knows of it. */
export const $left = atom<ReadonlyMap<string, Leaving>>(new Map())

const MOST = 100
const AGAIN_AFTER = 3000
// Answers that another try would not change; the others come from whoever is in between, or from nobody.
const FINAL = [400, 403, 404, 409, 410, 422]

/** leaveCall ends a call for this operator, in all windows of this browser, and tells the server until it knows. */
export function leaveCall(conversation: string, call: string): void {
  if ($left.get().has(call)) return
  others?.postMessage({ conversation, call })
  note(call, { conversation, known: 'telling' })
  void tell(conversation, call)
}

/** tellLeft tells the server again of all calls that it may not know to be ended: the line is back. */
export function tellLeft(): void {
  for (const [call, { conversation, known }] of $left.get()) if (known !== 'told') void tell(conversation, call)
}

/** watchLeaving takes what other windows of this browser have ended; the function returned ends that. */
export function watchLeaving(): () => void {
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('beckon.left')
  others = channel
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<{ conversation: string; call: string }>) => {
      if (!$left.get().has(data.call)) note(data.call, { conversation: data.conversation, known: 'told' })
    }
  }
  return () => {
    channel?.close()
    if (others === channel) others = undefined
  }
}

let others: BroadcastChannel | undefined

async function tell(conversation: string, call: string): Promise<void> {
  try {
    const answer = await api.post<Schemas['Conversation']>(`/conversations/${conversation}/calls/${call}/end`, {})
    told(call)
    // The frame that says so may be long in coming, when the line is silent.
    const known = $conversations.get()[conversation]
    if (answer?.call?.state === 'ended' && known?.call?.id === answer.call.id) takeConversation({ ...known, call: answer.call })
  } catch (error) {
    if (error instanceof Refusal && FINAL.includes(error.status)) return told(call)
    const one = $left.get().get(call)
    if (!one || one.known === 'told') return
    note(call, { ...one, known: 'unreached' })
    setTimeout(() => again(conversation, call), AGAIN_AFTER)
  }
}

// A call that the server knows to be over needs no word more.
function again(conversation: string, call: string): void {
  if ($left.get().get(call)?.known !== 'unreached') return
  const now = $conversations.get()[conversation]
  if (now && (now.call?.id !== call || now.call.state === 'ended' || now.state === 'ended')) told(call)
  else void tell(conversation, call)
}

function told(call: string): void {
  const one = $left.get().get(call)
  if (one) note(call, { ...one, known: 'told' })
}

// Calls are not begun again: the oldest may be forgotten.
function note(call: string, one: Leaving): void {
  const all = new Map([...$left.get(), [call, one] as const])
  $left.set(new Map([...all].slice(-MOST)))
}
