import { atom } from 'nanostores'
import type { ConsoleSends, Schemas } from '../../../wire/frames'
import { newID } from '../conversation/id'
import { text } from '../i18n'
import { api, wordsOf } from '../state/api'
import { $conversations, $mine, takeConversation } from '../state/live'
import { toast } from '../ui/Toast/toasts'
import { keepReady, makeReady, settle, unready } from './calls'
import { close, NoMicrophone, openMicrophone } from './microphone'
import { ringsHere } from './standing'
import { $window } from './window'

type Conversation = Schemas['Conversation']

/** $answering are the calls that this operator has just answered or offered, by conversation: they ring no more, and no button works twice. */
export const $answering = atom<ReadonlySet<string>>(new Set())

/** EXPECTED is for how many milliseconds a call is expected of a visitor whose request for a voice chat was accepted. */
const EXPECTED = 60_000

interface Expected {
  microphone: Promise<MediaStream>
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
  await withMicrophone(conversation.id, microphone, () =>
    api.post<Conversation>(`/conversations/${conversation.id}/calls/${call.id}/accept`, { window: $window.get() }),
  )
}

/** endCall hangs up, declines a call or takes it back. */
export async function endCall(conversation: Conversation): Promise<void> {
  const call = conversation.call
  if (!call || $answering.get().has(conversation.id)) return
  await answering(conversation.id, async () => {
    try {
      await api.post(`/conversations/${conversation.id}/calls/${call.id}/end`, {})
      unready(conversation.id)
    } catch (error) {
      toast(text('call:notEnded', { detail: wordsOf(error) }), { tone: 'bad' })
    }
  })
}

/** moveCall takes a call over into this window. */
export function moveCall(conversation: Conversation, send: (frame: ConsoleSends) => void): void {
  const { call } = conversation
  if (!call) return
  openMicrophone().then(
    (stream) => {
      makeReady(conversation.id, stream, call.id)
      const side = { connected: false, muted: false, quality: 0 }
      send({ type: 'call-report', conversation: conversation.id, call: call.id, window: $window.get(), take: true, ...side })
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
    for (const conversation of $mine.get()) {
      const expected = $expected.get().get(conversation.visitor)
      if (!expected || !ringsHere(conversation)) continue
      remove(conversation.visitor)
      void acceptCall(conversation, expected.microphone)
    }
  }
  const stop = $mine.subscribe(take)
  return () => {
    stop()
    for (const visitor of $expected.get().keys()) forget(visitor)
  }
}

/** wordsOfMicrophone says why a microphone could not be opened. */
export function wordsOfMicrophone(error: unknown): string {
  return error instanceof NoMicrophone ? text(`call:microphone.${error.why}`) : wordsOf(error)
}

async function withMicrophone(id: string, microphone: Promise<MediaStream>, ask: () => Promise<Conversation>): Promise<void> {
  if ($answering.get().has(id)) return close(await microphone.catch(() => undefined))
  await answering(id, async () => {
    try {
      makeReady(id, await microphone)
    } catch (error) {
      toast(wordsOfMicrophone(error), { tone: 'bad' })
      return
    }
    try {
      const answer = await ask()
      if (answer.call) keepReady(id, answer.call.id)
      takeAnswer(answer)
    } catch (error) {
      unready(id)
      toast(text('call:failed', { detail: wordsOf(error) }), { tone: 'bad' })
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
