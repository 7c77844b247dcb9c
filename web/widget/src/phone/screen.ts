import type { Conversation } from '../port'
import type { Trouble } from './microphone'

/** Facts are all that decides what the window shows. */
export interface Facts {
  /** `away`: it is being looked for; the others are for good. */
  line: 'up' | 'away' | 'unknown' | 'elsewhere' | 'old'
  microphone: 'off' | 'asking' | 'on' | Trouble
  /** The visitor wants a call that has not been offered or accepted yet. */
  wanted: boolean
  /** A conversation or a request to wait for is known, or may still come. */
  hope: boolean
  conversation: Conversation | undefined
  /** The two hear each other now; ever did. */
  connected: boolean
  met: boolean
  muted: boolean
  /** Why the server did not take the call. */
  refused: string
  /** Long without a line and without a connection. */
  lost: boolean
}

/** Act is what the visitor can do in the window. */
export type Act = 'mute' | 'hangUp' | 'accept' | 'decline' | 'call' | 'retry' | 'text' | 'close'

/** Screen is what the window shows. */
export interface Screen {
  state: 'stopped' | 'asking' | 'trouble' | 'waiting' | 'calling' | 'ringing' | 'connecting' | 'talking' | 'held' | 'ended'
  title: string
  text: string
  acts: Act[]
}

const troubles: Record<Trouble, [title: string, text: string]> = {
  refused: [
    'No microphone',
    'Your browser does not let this window use the microphone. Allow it by the icon at the left of the address, or in the settings of your browser and system, then try again.',
  ],
  none: ['No microphone', 'No microphone was found. Connect one and try again, or write instead.'],
  busy: ['No microphone', 'The microphone can’t be used now. Perhaps another program has it: close that one and try again.'],
  insecure: ['No voice here', 'Browsers allow a microphone on secure addresses (https) only. You can go on in text.'],
}

const endings = (name: string): Record<string, string> => ({
  visitor: 'You hung up.',
  operator: `${name} hung up.`,
  declined: 'The call was declined.',
  withdrawn: 'The call was taken back.',
  unanswered: 'The call was not answered.',
  'no-microphone': 'There was no microphone to use.',
  lost: 'The connection was lost.',
  'not-connected': 'The call could not be connected. The network here may not allow calls.',
})

/** goesOn says whether the conversation's call has not ended. */
export const goesOn = (conversation: Conversation | undefined): boolean =>
  !!conversation?.call && conversation.call.state !== 'ended' && conversation.state === 'open'

/** speaks says whether the microphone has a reason to be on. */
export const speaks = ({ wanted, conversation, hope, lost }: Facts): boolean => {
  const { call } = conversation ?? {}
  if (lost || !hope || (conversation && conversation.state !== 'open')) return false
  return wanted || (goesOn(conversation) && (call?.state === 'open' || call?.offeredBy === 'visitor'))
}

const stopped = (title: string, text: string, ...acts: Act[]): Screen => ({
  state: 'stopped',
  title,
  text,
  acts: [...acts, 'close'],
})

const inCall = (facts: Facts, conversation: Conversation, name: string): Screen => {
  const { connected, met } = facts
  const { call, hold } = conversation
  const acts: Act[] = ['mute', 'hangUp']
  if (call?.state === 'ringing') {
    if (call.offeredBy === 'visitor')
      return { state: 'calling', title: `Calling ${name}…`, text: 'It rings. Keep this window open.', acts: ['hangUp'] }
    if (!facts.wanted)
      return {
        state: 'ringing',
        title: `${name} is calling`,
        text: 'Your microphone is off until you accept.',
        acts: ['decline', 'accept'],
      }
  }
  if (hold)
    return {
      state: 'held',
      title: 'On hold',
      text: `${name} has put the call on hold and will be right back. Both microphones are off.`,
      acts: ['hangUp'],
    }
  if (connected)
    return {
      state: 'talking',
      title: name,
      text: call?.operator.muted ? `${name}’s microphone is off.` : 'You hear each other.',
      acts,
    }
  return met
    ? { state: 'connecting', title: 'Connecting again…', text: 'The connection was lost. It is being looked for.', acts }
    : { state: 'connecting', title: 'Connecting…', text: `One moment, then you hear ${name}.`, acts: ['hangUp'] }
}

const noCall = (facts: Facts, conversation: Conversation, name: string): Screen => {
  const { wanted, refused } = facts
  const { call, noVoice, hold } = conversation
  const ended = (text: string, ...acts: Act[]): Screen => ({
    state: 'ended',
    title: 'Call ended',
    text,
    acts: [...acts, 'close'],
  })
  if (conversation.state === 'ended') return ended(call ? 'The chat has ended.' : 'The chat has ended. There was no call.')
  if (wanted && noVoice) return stopped('No voice chat', `${noVoice}. You can go on in text.`)
  if (wanted && !conversation.name) return waiting
  if (wanted && hold) return { ...waiting, title: 'On hold', text: `${name} will be right back and is called then.` }
  if (wanted) return { state: 'calling', title: `Calling ${name}…`, text: 'It rings. Keep this window open.', acts: ['text'] }
  const text = refused
    ? `${refused}.`
    : (endings(name)[call?.endedBy ?? ''] ?? 'There is no call now. Go on in text on the page.')
  return noVoice || hold || call?.endedBy === 'no-microphone' ? ended(text) : ended(text, 'call')
}

const waiting: Screen = {
  state: 'waiting',
  title: 'Routing your call…',
  text: 'Somebody will be with you soon. Keep this window open: you can go on reading the site meanwhile.',
  acts: ['text'],
}

/** screenOf returns what the window shows. */
export const screenOf = (facts: Facts): Screen => {
  const { line, microphone, conversation, wanted, hope, lost } = facts
  const name = conversation?.name || 'the operator'
  if (line === 'elsewhere') return stopped('In another window', 'Your call is in another window now.')
  if (line === 'old') return stopped('Load again', 'Beckon has been renewed. Load this window again.')
  if (line === 'unknown')
    return stopped('Not known any more', 'This window belongs to no page. Start the call again on the page.')
  if (lost) return stopped('Call ended', 'The connection was lost. You can call again as soon as it is back.')
  if (wanted || goesOn(conversation)) {
    if (microphone === 'asking')
      return {
        state: 'asking',
        title: 'Your microphone',
        text: `Your browser asks whether this window may use your microphone. Allow it, so that ${name} can hear you. It is off as soon as the call ends.`,
        acts: ['text'],
      }
    if (microphone in troubles && speaks(facts)) {
      const [title, text] = troubles[microphone as Trouble]
      return { state: 'trouble', title, text, acts: microphone === 'insecure' ? ['text'] : ['text', 'retry'] }
    }
  }
  if (!conversation) return wanted && hope ? waiting : stopped('No call', 'There is no call now. Start one on the page.')
  return goesOn(conversation) ? inCall(facts, conversation, name) : noCall(facts, conversation, name)
}
