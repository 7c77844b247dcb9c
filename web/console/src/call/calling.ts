import { atom } from 'nanostores'
import type { ConsoleSends, Schemas } from '../../../wire/frames'
import { newID } from '../conversation/id'
import { text } from '../i18n'
import { api, wordsOf } from '../state/api'
import { $conversations, $mine, takeConversation } from '../state/live'
import { closeToasts, toast } from '../ui/Toast/toasts'
import { keepReady, makeReady, settle, unready } from './calls'
import { $left, leaveCall } from './leaving'
import { $opened, close, NoMicrophone, openMicrophone, WHYS } from './microphone'
import { ringsHere } from './standing'
import { $window } from './window'

type Conversation = Schemas['Conversation']

/** $answering are the calls that this operator has just answered or offered, by conversation: they ring no more, and no button works twice. */
export const $answering = atom<ReadonlySet<string>>(new Set())

/** EXPECTED is for how many milliseconds a call is expected of a visitor whose request for a voice chat was accepted. */
const EXPECTED = 60_000

/** MOVED is within how many milliseconds the server moves a call into this window, if it was asked at all. */
const MOVED = 10_000

interface Expected {
  microphone: Promise<MediaStream>
  /** The visitor's conversation, once there is one: with it ends the expectation. */
  conversation?: string
  timer: ReturnType<typeof setTimeout>
}

/** $expected are the visitors whose next call this window takes by itself. */
export const $expected = atom<ReadonlyMap<string, Expected>>(new Map())

/** offerCall calls the visitor of a conversation; the browser may ask for the microphone first. */
export async function offerCall(conversation: Conversation): Promise<void> {
  await withMicrophone(conversation.id, openMicrophone(), () =>
    api.post<Conversation>(`/conversations/${conversation.id}/calls`, { id: newID(), window: $window.get() }),
  )
}

/** acceptCall takes the call that a visitor offers, in this window. */
export async function acceptCall(conversation: Conversation, microphone = openMicrophone()): Promise<void> {
  const call = conversation.call
  if (!call) return close(await microphone.catch(() => undefined))
  const accept = () =>
    api.post<Conversation>(`/conversations/${conversation.id}/calls/${call.id}/accept`, { window: $window.get() })
  await withMicrophone(conversation.id, microphone, accept, call.id)
}

/** endCall hangs up, declines a call or takes it back: here at once, also while it is being answered, and for the visitor when the server
 * can be told. */
export function endCall(conversation: Conversation): void {
  const { call } = conversation
  if (!call) return
  unready(conversation.id)
  leaveCall(conversation.id, call.id)
}

/** moveCall takes a call over into this window. */
export function moveCall(conversation: Conversation, send: (frame: ConsoleSends) => boolean): void {
  const { call } = conversation
  if (!call) return
  openMicrophone().then(
    (stream) => {
      makeReady(conversation.id, stream, call.id)
      const side = { connected: false, muted: false, quality: 0 }
      const asked = send({
        type: 'call-report',
        conversation: conversation.id,
        call: call.id,
        window: $window.get(),
        take: true,
        ...side,
      })
      const giveUp = () => {
        if (unready(conversation.id, stream)) toast(text('call:notMoved'), { tone: 'bad' })
      }
      if (asked) setTimeout(giveUp, MOVED)
      else giveUp()
    },
    (error) => toast(wordsOfMicrophone(error), { tone: 'bad' }),
  )
}

/** expectCall opens the microphone, by the click that accepts a request for a voice chat, and takes the visitor's call that follows; the
 * function returned ends that. */
export function expectCall(visitor: string): () => void {
  forget(visitor)
  const microphone = openMicrophone()
  const expected: Expected = { microphone, timer: setTimeout(() => forget(visitor), EXPECTED) }
  $expected.set(new Map([...$expected.get(), [visitor, expected]]))
  microphone.catch((error) => {
    // Then it rings, and whoever has found a microphone accepts.
    if ($expected.get().get(visitor) !== expected) return
    forget(visitor)
    toast(wordsOfMicrophone(error), { tone: 'bad' })
  })
  return () => forget(visitor)
}

/** watchExpected takes expected calls as they come; the function returned ends that. */
export function watchExpected(): () => void {
  const take = () => {
    const mine = $mine.get()
    for (const [visitor, expected] of $expected.get()) {
      const conversation = mine.find((one) => one.visitor === visitor)
      if (!conversation && expected.conversation) forget(visitor)
      if (conversation) expected.conversation = conversation.id
      if (!conversation || !ringsHere(conversation)) continue
      remove(visitor)
      void acceptCall(conversation, expected.microphone)
    }
  }
  const stop = $mine.subscribe(take)
  // Why there was none is true no longer.
  const unlisten = $opened.listen(() => {
    for (const why of WHYS) closeToasts(text(`call:microphone.${why}`))
  })
  return () => {
    stop()
    unlisten()
    forgetExpected()
  }
}

/** forgetExpected closes the microphones of all calls that are expected. */
export function forgetExpected(): void {
  for (const visitor of $expected.get().keys()) forget(visitor)
}

/** wordsOfMicrophone says why a microphone could not be opened. */
export function wordsOfMicrophone(error: unknown): string {
  return error instanceof NoMicrophone ? text(`call:microphone.${error.why}`) : wordsOf(error)
}

/** Opens the microphone and asks the server; `call`, where it is known, may be ended meanwhile. */
async function withMicrophone(
  id: string,
  microphone: Promise<MediaStream>,
  ask: () => Promise<Conversation>,
  call?: string,
): Promise<void> {
  if ($answering.get().has(id)) return close(await microphone.catch(() => undefined))
  await answering(id, async () => {
    try {
      makeReady(id, await microphone)
    } catch (error) {
      toast(wordsOfMicrophone(error), { tone: 'bad' })
      return
    }
    const left = () => call !== undefined && $left.get().has(call)
    if (left()) return void unready(id)
    try {
      const answer = await ask()
      if (answer.call) keepReady(id, answer.call.id)
      takeAnswer(answer)
    } catch (error) {
      unready(id)
      if (!left()) toast(text('call:failed', { detail: wordsOf(error) }), { tone: 'bad' })
    }
  })
}

// The answer may come after frames that go further.
function takeAnswer(answer: Conversation): void {
  const known = $conversations.get()[answer.id]?.call
  const further = known && known.id === answer.call?.id && ORDER.indexOf(known.state) >= ORDER.indexOf(answer.call.state)
  if (further) settle()
  else takeConversation(answer)
}

const ORDER = ['ringing', 'open', 'ended']

async function answering(id: string, run: () => Promise<void>): Promise<void> {
  $answering.set(new Set([...$answering.get(), id]))
  try {
    await run()
  } finally {
    $answering.set(new Set([...$answering.get()].filter((one) => one !== id)))
  }
}

function remove(visitor: string): Expected | undefined {
  const expected = $expected.get().get(visitor)
  if (!expected) return undefined
  clearTimeout(expected.timer)
  $expected.set(new Map([...$expected.get()].filter(([one]) => one !== visitor)))
  return expected
}

function forget(visitor: string): void {
  remove(visitor)?.microphone.then(close, () => {})
}
