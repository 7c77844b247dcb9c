import type { Conversation } from '../port'
import type { Trouble } from './microphone'

/** Facts are all that decides what the window shows. */
export interface Facts {
  /** `away`: it is being looked for; the others are for good. */
  line: 'up' | 'away' | 'unknown' | 'elsewhere' | 'old'
  /** No line has ever been had: this network lets none through. */
  barred: boolean
  /** Whether the microphone may go on without a press here: not known before the server has answered. */
  leave: 'unknown' | 'press' | 'given'
  mic: 'off' | 'asking' | 'on' | Trouble
  /** The visitor wants a call that has not been offered or accepted yet. */
  wanted: boolean
  /** The window is not to be closed. */
  hope: boolean
  /** A request of the visitor's stands in the queue. */
  waits: boolean
  conversation: Conversation | undefined
  /** The two hear each other now; ever did. */
  heard: boolean
  met: boolean
  still: boolean
  /** Why the server did not take the call. */
  why: string
  /** What was wanted or went on here ended, for there was no line and no connection for too long. */
  lost: boolean
}

/** newFacts are those of a window that has just been opened. */
export const newFacts = (): Facts => ({
  line: 'away',
  barred: false,
  leave: 'unknown',
  mic: 'off',
  wanted: false,
  hope: true,
  waits: false,
  conversation: undefined,
  heard: false,
  met: false,
  still: false,
  why: '',
  lost: false,
})

/** Act is what the visitor can do in the window. */
export type Act = 'start' | 'mute' | 'hangUp' | 'accept' | 'decline' | 'call' | 'retry' | 'text' | 'close' | 'sound'

/** State is how the window looks. */
export type State = 'stopped' | 'asking' | 'waiting' | 'calling' | 'ringing' | 'connecting' | 'talking' | 'held' | 'ended'

/** Screen is what the window shows: its state, title, text, and what can be done. */
export type Screen = [state: State, title: string, text: string, ...acts: Act[]]

const troubles: Record<Trouble, string> = {
  refused:
    'Your browser does not let this window use it. Allow it by the sign beside the address or in your settings, then try again.',
  none: 'None was found. Connect one and try again.',
  busy: 'Another program may have it: close that one and try again.',
  insecure: 'Browsers allow it on secure addresses (https) only.',
}

const endings: Record<string, string> = {
  visitor: 'You hung up.',
  declined: 'The call was declined.',
  withdrawn: 'The call was taken back.',
  unanswered: 'The call was not answered.',
  'no-microphone': 'There was no microphone to use.',
  lost: 'The connection was lost.',
  'not-connected': 'The call could not be connected.',
  over: 'The operator had to leave.',
}

const keep = 'Keep this window open.'
const waiting: Screen = ['waiting', 'Routing your call…', `Somebody will be with you soon. ${keep}`, 'text']

/** goesOn says whether the conversation's call has not ended. */
export const goesOn = (conversation: Conversation | undefined): boolean =>
  !!conversation?.call && conversation.call.state !== 'ended' && conversation.state === 'open'

/** wishes says whether there is a reason for the microphone: a call that goes on, or one that is wanted and can come about. */
export const wishes = ({ wanted, conversation, hope, lost, waits }: Facts): boolean => {
  const { call } = conversation ?? {}
  if (lost || !hope || conversation?.state === 'ended') return false
  if (goesOn(conversation)) return wanted || call?.state === 'open' || call?.offeredBy === 'visitor'
  // Nobody hears it ring who is not there: until then the microphone is off.
  return wanted && (conversation ? conversation.operatorHere && !conversation.noVoice : waits)
}

/** speaks says whether the microphone is on, as far as it can be had. */
export const speaks = (facts: Facts): boolean => facts.leave === 'given' && wishes(facts)

const inCall = ({ heard, met, wanted }: Facts, { call, hold }: Conversation, name: string): Screen => {
  if (call?.state === 'ringing') {
    if (call.offeredBy === 'visitor') return ['calling', `Calling ${name}…`, keep, 'hangUp']
    if (!wanted) return ['ringing', `${name} is calling`, 'Your microphone is off until you accept.', 'decline', 'accept']
  }
  if (hold)
    return ['held', 'On hold', `${name} has put the call on hold and will be right back. Both microphones are off.`, 'hangUp']
  if (heard) return ['talking', name, call?.operator.muted ? `${name}’s microphone is off.` : '', 'mute', 'hangUp']
  return ['connecting', met ? 'Connecting again…' : 'Connecting…', met ? 'The connection was lost.' : '', 'hangUp']
}

const noCall = ({ wanted, why }: Facts, conversation: Conversation): Screen => {
  const { call, noVoice, hold, state, operatorHere, name = '' } = conversation
  const title = 'Call ended'
  if (state === 'ended') return ['ended', title, 'The chat has ended.', 'close']
  if (wanted && noVoice) return ['stopped', 'No voice chat', `${noVoice}.`, 'text']
  if (wanted && (hold || !name)) return waiting
  if (wanted && !operatorHere)
    return ['waiting', `${name} is away for a moment`, `Your microphone is off. The call goes on by itself. ${keep}`, 'text']
  if (wanted) return ['calling', `Calling ${name}…`, keep, 'text']
  const by = call?.endedBy ?? ''
  const text = why ? `${why}.` : by === 'operator' ? `${name} hung up.` : (endings[by] ?? 'There is no call now.')
  return noVoice || hold || by === 'no-microphone' ? ['ended', title, text, 'close'] : ['ended', title, text, 'close', 'call']
}

const asking: Screen = [
  'asking',
  'Your microphone',
  'Your browser asks whether this window may use it. Allow it, so that you can be heard. It is off as soon as the call ends.',
  'text',
]

// Nobody who only followed a link is heard.
const press = (site: string): Screen => [
  'stopped',
  site ? `Voice chat with ${site}` : 'Voice chat',
  'This window was not opened by a click in the chat, so your microphone is off. It goes on when you start, so that you can be heard, and is off again as soon as the call ends.',
  'close',
  'start',
]

const noMicrophone = (mic: Trouble): Screen => {
  const screen: Screen = ['stopped', 'No microphone', troubles[mic], 'text']
  if (mic !== 'insecure') screen.push('retry')
  return screen
}

const lostCall = (conversation: Conversation | undefined): Screen => {
  const screen: Screen = ['ended', 'Call ended', endings.lost as string, 'close']
  if (conversation?.state !== 'ended' && !conversation?.noVoice) screen.push('call')
  return screen
}

/** screenOf returns what the window shows. */
export const screenOf = (facts: Facts): Screen => {
  const { line, mic, conversation, wanted, hope, lost, leave, barred } = facts
  const name = conversation?.name || 'The operator'
  const stopped = (title: string, text: string): Screen => ['stopped', title, text, 'close']
  if (line === 'elsewhere') return stopped('Your call is in another window', '')
  if (line === 'old') return stopped('Load this window again', '')
  if (line === 'unknown') return stopped('No call', 'Start one on the page.')
  if (barred) return ['stopped', 'No voice chat', 'This network lets no calls through. The chat goes on in text.', 'text']
  if (lost) return lostCall(conversation)
  if (leave === 'press' && (wishes(facts) || (wanted && hope))) return press(conversation?.site ?? '')
  if (speaks(facts)) {
    if (mic === 'asking') return asking
    if (mic in troubles) return noMicrophone(mic as Trouble)
  }
  if (!conversation && !(wanted && hope)) return stopped('No call', 'Start one on the page.')
  if (!conversation) return waiting
  return goesOn(conversation) ? inCall(facts, conversation, name) : noCall(facts, conversation)
}
