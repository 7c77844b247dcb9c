import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { expectConversation, openConversation } from '../alert/alert'
import { expectCall } from '../call/calling'
import { writeTo } from '../conversation/writing'
import { text } from '../i18n'
import { api, Refusal, wordsOf } from '../state/api'
import { $conversations, $queue, $requests, takeConversation } from '../state/live'
import { toast } from '../ui/Toast/toasts'

type Conversation = Schemas['Conversation']

/** Answer is what an operator can do with an incoming chat request. */
export type Answer = 'accept' | 'decline' | 'queue'

/** $answered is how this operator has just answered requests: their dialogs are closed before the server's word comes. */
export const $answered = atom<ReadonlyMap<string, Answer>>(new Map())

/** answerRequest accepts, declines or queues a request; when that can't be, a notice says why. It returns whether it was done. */
export async function answerRequest(id: string, answer: Answer): Promise<boolean> {
  const before = $answered.get().get(id)
  // Who has put a request in the queue may take it from there.
  if (before !== undefined && (before !== 'queue' || answer !== 'accept')) return false
  const request = $requests.get()[id]
  $answered.set(new Map([...$answered.get(), [id, answer]]))
  const expected = answer === 'accept' && request ? expectConversation(request.visitor) : () => {}
  // One click is enough: the call that the visitor then offers is taken by itself.
  const unexpect = answer === 'accept' && request?.kind === 'voice' ? expectCall(request.visitor) : () => {}
  const forget = () => {
    expected()
    $answered.set(new Map([...$answered.get()].filter((one) => one[0] !== id || one[1] !== answer)))
  }
  try {
    if (answer === 'accept') begin(await api.post<Conversation>(`/requests/${id}/accept`))
    else await api.post(`/requests/${id}/${answer}`)
    // A frame that tells of this follows the answer, or has come before it.
    setTimeout(forget, SETTLED)
    return true
  } catch (error) {
    unexpect()
    const over = error instanceof Refusal && (error.code === 'conflict' || error.code === 'not-found')
    if (over) setTimeout(forget, SETTLED)
    else forget()
    const detail = wordsOf(error)
    toast(over ? detail : text(`request:failed.${answer}`, { detail }), { tone: over ? 'plain' : 'bad' })
    return false
  }
}

/** takeNext accepts the first request of the queue (QUE-2), or the first of one kind, if there is one; asked twice in a moment it was meant once. */
export function takeNext(kind?: Schemas['Request']['kind']): void {
  const now = Date.now()
  if (now - tookNext < TWICE_WITHIN) return
  const free = ({ id }: Schemas['Request']) => ($answered.get().get(id) ?? 'queue') === 'queue'
  const next = $queue.get().find((one) => free(one) && (kind === undefined || one.kind === kind))
  if (!next) return
  tookNext = now
  void answerRequest(next.id, 'accept')
}

const SETTLED = 2000
const TWICE_WITHIN = 300
let tookNext = 0

// The answer may come before the frames or after them; what is known and goes further stays.
function begin(conversation: Conversation): void {
  const known = $conversations.get()[conversation.id]
  if (!known || known.operator !== conversation.operator) takeConversation(conversation)
  openConversation(conversation)
  writeTo(conversation.id)
}
