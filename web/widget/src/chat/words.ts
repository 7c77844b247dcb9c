// Every text of the panel that the machine says. Plain, short, no exclamation marks.

import type { Conversation, Message } from '../port'
import { attempt } from '../safely'

/** longest is the length of a message in code points. */
export let longest = 4000

/** mayHave takes what a message may have. */
export const mayHave = (characters: number): void => {
  longest = characters || longest
}

/** operatorOf names who the visitor talks with. */
export const operatorOf = ({ name }: { name?: string }): string => name || 'The operator'

/** systemLine is a line that nobody said, as the visitor reads it. */
export const systemLine = ({ what, text }: Message, conversation: Conversation): string => {
  if (what === 'joined') return 'The chat has begun'
  if (what === 'ended' && conversation.endedBy === 'visitor') return 'You ended the chat'
  if (what === 'ended' && conversation.endedBy === 'left') return 'The chat ended because you were away'
  return text
}

/** heldText is the banner of a conversation on hold. */
export const heldText = (conversation: Conversation): string =>
  `${operatorOf(conversation)} has put the chat on hold and will be right back. What you type stays here.`

/** presenceText says whether somebody is there. */
export const presenceText = ({ name, state, operatorHere }: Conversation): string => {
  if (state === 'ended') return 'This chat has ended'
  if (!name) return 'Looking for somebody to talk with you'
  return operatorHere ? 'is here' : 'is away for a moment'
}

/** connecting says that the line is down and is being looked for. */
export const connecting = 'Connecting…'

/** cutText says that the line is down, and whether it stays so on this page. */
export const cutText = (stopped: boolean): string => (stopped ? 'This can’t go on here. Load the page again.' : connecting)

/** endingText stands in a chat that is to end and can't be told to. */
export const endingText = 'This chat ends as soon as the connection is back.'

/** ratingText stands with a rating that can't be sent. */
export const ratingText = 'Your rating is sent as soon as the connection is back.'

/** nobodyText stands above Leave a message. */
export const nobodyText = 'Nobody is available now. We will answer by e-mail.'

/** lostText stands in the place of presenceText while there is trouble with the line. */
export const lostText = (trouble: string): string => (trouble === connecting ? 'connecting' : 'not connected')

/** placeText says where in the queue the visitor stands; empty when that is not known. */
export const placeText = (place: number): string => (place ? `You are number ${place} in the queue.` : '')

/** waitText says how long the wait will be, from seconds; empty when nobody knows. */
export const waitText = (seconds: number): string => {
  const minutes = Math.round(seconds / 60)
  if (!seconds) return ''
  if (seconds < 45) return 'Expected wait: less than a minute.'
  if (minutes > 55) return 'Expected wait: about an hour or more.'
  return `Expected wait: about ${minutes} minute${minutes > 1 ? 's' : ''}.`
}

/** returnedText is the banner of a conversation that lost its operator. */
export const returnedText = (place: number): string =>
  `We are looking for a colleague to go on with you. ${placeText(place)} You can write meanwhile.`

/** goneText says why an invitation can't be answered any more. */
export const goneText = (why: string, name: string): string =>
  why === 'withdrawn' ? `${name} took the invitation back.` : 'This invitation is no longer open.'

/**
 * timeText is the time of day, with the date when it isn't today's, in the form of the page's language. A language without a country
 * says nothing about clocks: then it is 24 hours.
 */
export const timeText = (at: number, language: string = document.documentElement.lang): string => {
  const moment = new Date(at)
  const today = moment.toDateString() === new Date().toDateString()
  const say = (locale?: string): string =>
    moment.toLocaleString(locale, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: /[-_]([a-z]{2}|\d{3})\b/i.test(locale || navigator.language) ? undefined : 'h23',
      ...(today ? {} : { day: 'numeric', month: 'numeric', year: 'numeric' }),
    })
  // The page may say something that is no language.
  return attempt(() => say(language || undefined)) ?? say()
}
