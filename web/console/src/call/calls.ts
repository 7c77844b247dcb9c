import { atom } from 'nanostores'
import type { ConsoleSends, Schemas } from '../../../wire/frames'
import { command } from '../conversation/conversations'
import { text } from '../i18n'
import { api } from '../state/api'
import { serverNow } from '../state/clock'
import { $conversations, type ById } from '../state/live'
import { toast } from '../ui/Toast/toasts'
import { firstRound } from './connecting'
import { $devices, close, hasLeave, NoMicrophone, openMicrophone } from './microphone'
import { type Quality, UNKNOWN } from './quality'
import { $myCalls, type OpenCall, planOf } from './standing'
import type { Talk, TalkState } from './talk'
import { $window } from './window'

/** Carried is a call whose sound this window carries. */
export interface Carried {
  call: string
  /** opening: the microphone is not open yet; waiting: it needs a click first. */
  state: 'opening' | 'waiting' | TalkState['state']
  muted: boolean
  quality: Quality
  mine?: MediaStream
  theirs?: MediaStream
  /** The key of the text that says what is wrong with the microphone; gone: it was unplugged in the call. */
  problem?: NoMicrophone['why'] | 'gone'
}

/** $carried are the calls that this window carries, by conversation. They go on whatever the operator looks at. */
export const $carried = atom<ById<Carried>>({})

const talks = new Map<string, Talk>()
/** Microphones that were opened by a click, for the call to come, and for which one once that is known; by conversation. */
const ready = new Map<string, { stream: MediaStream; call?: string }>()
const reports = new Map<string, { said: string; at: number }>()
/** Which taking up of a call is the latest, by conversation: what an earlier one still opens is closed. */
const turns = new Map<string, number>()
const REPORT_EVERY = 1000

type Send = (frame: ConsoleSends) => boolean

/** $cut is whether this window carries nothing since the server has not been heard for too long. */
export const $cut = atom(false)

let send: Send = () => false
let turn = 0
let ear: string | undefined
let open: ReadonlySet<string> = new Set()

/** startCalls lets this window carry its calls, with frames sent by `around`; the function returned stops every microphone and ends that. */
export function startCalls(around: Send): () => void {
  send = around
  $cut.set(false)
  const stops = [
    $myCalls.subscribe(settle),
    $window.listen(settle),
    $devices.listen(({ loudspeaker }) => {
      for (const talk of talks.values()) talk.loudspeaker(loudspeaker)
    }),
  ]
  const timer = setInterval(report, 250)
  return () => {
    clearInterval(timer)
    for (const stop of stops) stop()
    stopCalls()
    send = () => false
  }
}

/** stopCalls stops all that this window carries: nothing listens any more, until resumeCalls. */
export function stopCalls(): void {
  $cut.set(true)
  for (const id of Object.keys($carried.get())) leave(id)
  for (const id of [...ready.keys()]) unready(id)
  ear = undefined
  open = new Set()
}

/** resumeCalls lets this window carry its calls again, and say anew how they stand here: what was said while the line was down is lost. */
export function resumeCalls(): void {
  $cut.set(false)
  reports.clear()
  settle()
  for (const talk of talks.values()) talk.lineBack()
}

/** settle makes this window carry what it should as the calls stand. */
export function settle(): void {
  if ($cut.get()) return
  const carried = $carried.get()
  const at = new Map(Object.entries(carried).map(([id, one]) => [id, one.call]))
  const plan = planOf($myCalls.get(), { window: $window.get(), talks: at, ear, open })
  ear = plan.ear
  open = plan.open
  for (const id of plan.end) leave(id)
  for (const one of plan.begin) void carry(one)
  for (const id of plan.hold) void hold(id)
  for (const [id, { call }] of ready) if (call !== undefined && !isOn(id, call)) unready(id)
  silence()
}

/** makeReady keeps a microphone that a click has opened, for a conversation's call to come; for a call that is known, as long as that goes on. */
export function makeReady(conversation: string, stream: MediaStream, call?: string): void {
  if (ready.get(conversation)?.stream !== stream) unready(conversation)
  ready.set(conversation, { stream, call })
}

/** unready closes a microphone that no call came for, if it is this one; it returns whether there was one. */
export function unready(conversation: string, stream = ready.get(conversation)?.stream): boolean {
  if (!stream || ready.get(conversation)?.stream !== stream) return false
  close(stream)
  return ready.delete(conversation)
}

/** keepReady keeps the microphone of a conversation for this call alone. */
export function keepReady(conversation: string, call: string): void {
  const one = ready.get(conversation)
  if (one) ready.set(conversation, { ...one, call })
}

/** openFor opens the microphone for a call of this window that waits for a click. */
export async function openFor(conversation: string): Promise<void> {
  const one = $carried.get()[conversation]
  if (one?.problem === 'gone') return lookForMicrophones()
  if (one?.state !== 'waiting') return
  change(conversation, one.call, { state: 'opening', problem: undefined })
  await begin(conversation, one.call, Promise.resolve(true))
}

/** mute closes or opens this operator's microphone in a call. */
export function mute(conversation: string, muted: boolean): void {
  const one = $carried.get()[conversation]
  if (!one) return
  change(conversation, one.call, { muted })
  silence()
}

/** changeMicrophone lets the calls of this window be spoken into the microphone that has just been chosen. */
export async function changeMicrophone(): Promise<void> {
  for (const [conversation, talk] of talks) {
    const call = $carried.get()[conversation]?.call
    const stream = await openMicrophone()
    if (call === undefined || talks.get(conversation) !== talk) close(stream)
    else hearBy(conversation, call, stream)
  }
}

/** lookForMicrophones lets the calls whose microphone is gone be spoken into one that is there now. */
export async function lookForMicrophones(): Promise<void> {
  for (const [conversation, { call, problem }] of Object.entries($carried.get())) {
    if (problem !== 'gone') continue
    const stream = await openMicrophone().catch(() => undefined)
    const now = $carried.get()[conversation]
    if (stream && now?.call === call && now.problem === 'gone' && talks.has(conversation)) hearBy(conversation, call, stream)
    else close(stream)
  }
}

/** receiveSignal takes what the visitor's window says about the connection. It comes to all of the operator's windows. */
export function receiveSignal(signal: Schemas['SignalFrame']): void {
  if ($carried.get()[signal.conversation]?.call === signal.call) talks.get(signal.conversation)?.receive(signal)
}

async function carry({ id, call }: OpenCall): Promise<void> {
  $carried.set({ ...$carried.get(), [id]: { call: call.id, state: 'opening', muted: false, quality: UNKNOWN } })
  await begin(id, call.id, ready.has(id) ? Promise.resolve(true) : hasLeave())
}

async function begin(id: string, call: string, mayAsk: Promise<boolean>): Promise<void> {
  const mine = ++turn
  turns.set(id, mine)
  const latest = () => turns.get(id) === mine && $carried.get()[id]?.call === call
  const may = await mayAsk
  if (!latest()) return
  if (!may) return change(id, call, { state: 'waiting' })
  let stream = ready.get(id)?.stream
  ready.delete(id)
  try {
    stream ??= await openMicrophone()
    const { makeTalk } = await import('./talk')
    const now = $conversations.get()[id]?.call
    if (!latest() || now?.id !== call) return close(stream)
    change(id, call, { state: 'connecting', mine: stream })
    const talk = makeTalk(firstRound(now.accepted ?? now.offered, serverNow()), stream, {
      access: () => api.post<Schemas['RelayAccess']>(`/conversations/${id}/calls/${call}/relay`),
      signal: (signal) => send({ type: 'signal', conversation: id, call, ...signal }),
      changed: (state) => change(id, call, state),
      now: serverNow,
    })
    talks.set(id, talk)
    talk.loudspeaker($devices.get().loudspeaker)
    silence()
    watchTrack(id, call, stream)
  } catch (error) {
    close(stream)
    if (!latest()) return
    if (error instanceof NoMicrophone) change(id, call, { state: 'waiting', problem: error.why })
    else {
      change(id, call, { state: 'waiting' })
      toast(text('call:notLoaded'), { tone: 'bad' })
    }
  }
}

function hearBy(conversation: string, call: string, stream: MediaStream): void {
  talks.get(conversation)?.microphone(stream)
  change(conversation, call, { mine: stream, problem: undefined })
  watchTrack(conversation, call, stream)
}

// Whoever stops a track himself is not told of its end: this one was unplugged, or its leave was taken back.
function watchTrack(conversation: string, call: string, stream: MediaStream): void {
  const track = stream.getAudioTracks()[0]
  if (!track) return
  track.onended = () => {
    if ($carried.get()[conversation]?.mine !== stream) return
    change(conversation, call, { problem: 'gone' })
    void lookForMicrophones()
  }
  if (track.readyState === 'ended') track.onended(new Event('ended'))
}

function leave(id: string): void {
  talks.get(id)?.stop()
  talks.delete(id)
  unready(id)
  reports.delete(id)
  turns.delete(id)
  const { [id]: gone, ...others } = $carried.get()
  close(gone?.mine)
  $carried.set(others)
}

function isOn(id: string, call: string): boolean {
  return $myCalls.get().some((one) => one.id === id && one.call.id === call)
}

async function hold(id: string): Promise<void> {
  const problem = await command(id, 'hold')
  if (problem !== undefined) toast(problem, { tone: 'bad' })
}

// Only what is at the ear is heard and spoken into, whatever the server has said of holding the others by then.
function silence(): void {
  for (const [id, talk] of talks) {
    const off = id !== ear
    talk.silence(off || ($carried.get()[id]?.muted ?? false), off)
  }
}

function change(id: string, call: string, to: Partial<Carried>): void {
  const one = $carried.get()[id]
  if (one?.call === call) $carried.set({ ...$carried.get(), [id]: { ...one, ...to } })
}

// At most once a second, and when it has changed.
function report(): void {
  const now = Date.now()
  for (const [conversation, one] of Object.entries($carried.get())) {
    const side = {
      connected: one.state === 'connected',
      muted: one.muted,
      quality: one.quality.level,
      ...(one.state === 'waiting' || one.problem ? { trouble: 'microphone' as const } : {}),
    }
    const said = `${one.call} ${JSON.stringify(side)}`
    const last = reports.get(conversation)
    if (last && (last.said === said || now - last.at < REPORT_EVERY)) continue
    if (send({ type: 'call-report', conversation, call: one.call, window: $window.get(), ...side }))
      reports.set(conversation, { said, at: now })
  }
}
