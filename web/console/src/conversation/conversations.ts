import type { ConsoleSends, Schemas } from '../../../wire/frames'
import { counted } from '../canned/canned'
import { api, Refusal, wordsOf } from '../state/api'
import { openAttached, stopUploads } from './attached'
import { noticeAway } from './away'
import { openDrafts } from './draft'
import { $lines, type Following, makeFollowing } from './following'
import { openOutbox, putUnsent, type Unsent } from './outbox'
import { makeSender, type Posted, postedOf, type Sender } from './sender'
import { $visitorTyped, forgetText, forgetTyped, makeTypingSign, type TypingSign, visitorTypes } from './typing'

type Conversation = Schemas['Conversation']

/** What an operator can do with a conversation besides writing. */
export type ConversationCommand = 'hold' | 'resume' | 'end'

/** What the conversations need of the console round them. */
export interface Surroundings {
  operator: string
  send(frame: ConsoleSends): void
  /** The conversation as it is known now, if it is. */
  known(id: string): Conversation | undefined
}

interface Talk {
  operator: string
  following: Following
  sender: Sender
  stop(): void
  send(frame: ConsoleSends): void
  known(id: string): Conversation | undefined
}

let talk: Talk | undefined

/** startConversations begins to follow and to post for the operator who signed in; the function it returns ends that. */
export function startConversations(around: Surroundings): () => void {
  const { send } = around
  const mine = (conversation: string) => around.known(conversation)?.operator === around.operator
  const following = makeFollowing(
    {
      after: (conversation, seq) =>
        api.get<Schemas['Messages']>(`/conversations/${conversation}/messages?after=${seq}&limit=100`),
      got: (conversation, seq) => send({ type: 'got', conversation, seq }),
    },
    mine,
  )
  const sender = makeSender(post, (message) => following.received(message))
  const closeOutbox = openOutbox(around.operator)
  openDrafts(around.operator)
  openAttached(around.operator)
  const online = () => sender.again()
  window.addEventListener('online', online)
  const stop = () => {
    window.removeEventListener('online', online)
    closeOutbox()
    stopUploads()
    sender.stop()
    following.stop()
    if (talk?.following === following) talk = undefined
  }
  talk = { operator: around.operator, following, sender, stop, send, known: around.known }
  return stop
}

/** receiveMessage takes in a committed message. */
export function receiveMessage(message: Schemas['Message']): void {
  if (message.from === 'visitor') visitorTypes(message.conversation, false)
  talk?.following.received(message)
}

/** receiveTyping takes in that the visitor began or stopped typing. */
export function receiveTyping(frame: Schemas['TypingFrame']): void {
  visitorTypes(frame.conversation, frame.on, frame.text)
}

/** receiveConversation takes in where a conversation stands; one of the operator's own is followed. */
export function receiveConversation(conversation: Conversation): void {
  noticeAway(conversation)
  // What he types from here on, if anything, comes anew or to somebody else.
  const { hold, visitorAway, state, operator } = conversation
  if (hold || visitorAway || state !== 'open' || operator !== talk?.operator) forgetTyped(conversation.id)
  if (talk?.operator === conversation.operator) followConversation(conversation)
}

/** receiveSites takes in how sites stand: where nothing is peeked at any more, what was seen is over, also when it is switched on again. */
export function receiveSites(sites: readonly Schemas['Site'][]): void {
  const over = new Set(sites.filter(({ sneakPeek }) => !sneakPeek).map(({ id }) => id))
  for (const id of Object.keys($visitorTyped.get())) if (over.has(talk?.known(id)?.site ?? '')) forgetText(id)
}

/** followConversation makes the conversation's lines complete, as far as it is known to go. */
export function followConversation(conversation: Conversation): void {
  talk?.following.follow(conversation.id, conversation.lastSeq)
}

/** conversationsPictured takes in the open conversations of a new picture: what was missed is fetched, what is unsent is posted. */
export function conversationsPictured(conversations: readonly Conversation[], anew: boolean): void {
  forgetTyped()
  if (!talk) return
  if (anew) talk.following.anew()
  else talk.following.again()
  for (const conversation of conversations) {
    noticeAway(conversation)
    if (conversation.operator === talk.operator || $lines.get()[conversation.id]) followConversation(conversation)
    talk.following.acknowledge(conversation.id, conversation.operatorGot)
  }
  talk.sender.again()
}

/** say puts a message into the outbox, where it is kept until it is acknowledged, and posts it. */
export function say(conversation: string, text: string, more: Pick<Unsent, 'canned' | 'files'> = {}): void {
  putUnsent(conversation, text, more)
  talk?.sender.push(conversation)
}

/** again posts what is unsent without waiting. */
export function again(): void {
  talk?.sender.again()
}

/** typingSignOf is the sign that tells the visitor of a conversation that the operator types. */
export function typingSignOf(conversation: string): TypingSign {
  return makeTypingSign((on) => talk?.send({ type: 'typing', conversation, on }))
}

/** command carries out what an operator wants with a conversation; it returns words when that was refused. */
export async function command(conversation: string, what: ConversationCommand): Promise<string | undefined> {
  try {
    await api.post<Conversation>(`/conversations/${conversation}/${what}`)
  } catch (error) {
    return wordsOf(error)
  }
}

async function post(unsent: Unsent): Promise<Posted> {
  try {
    const { id, text, canned, conversation } = unsent
    const files = unsent.files?.map((file) => file.id)
    const message = await api.post<Schemas['Message']>(`/conversations/${conversation}/messages`, { id, text, canned, files })
    counted(canned)
    return { outcome: 'kept', message }
  } catch (error) {
    return error instanceof Refusal ? postedOf(error.status, error.message, error.retryAfter) : { outcome: 'later' }
  }
}
