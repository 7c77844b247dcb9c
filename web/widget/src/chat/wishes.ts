import { decode, encode } from '../json'
import type { Port } from '../port'
import { attempt } from '../safely'
import type { Session } from './session'

type Given = { conversation: string; stars: number; comment?: string }

/** Wishes are what the visitor wants of a chat and the server has not answered: its end, and how it was. They outlive the line and the page. */
export interface Wishes {
  /** Asks for the end of the conversation. */
  end(conversation: string): void
  /** Asks for the end once more on a new line. */
  endAgain(conversation: string): void
  /** Whether the end is wished for, and cannot be told. */
  untold(conversation: string): boolean
  /** The end has come, or is not wished for any more. */
  stay(): void
  /** Rates the conversation. */
  rate(given: Given): void
  /** Sends the rating again on a new line. */
  rateAgain(): void
  /** Whether a rating of the conversation is on its way. */
  rates(conversation: string): boolean
  /** The rating was answered. */
  rated(): void
  /** The line is gone. */
  lost(): void
}

/** newWishes returns what is still wished for in this tab. */
export const newWishes = (session: Session, send: Port['send']): Wishes => {
  let told = false
  const given = (): Given | undefined => attempt(() => decode(session.rating) as Given)
  const end = (conversation: string): void => {
    told = send({ type: 'end', conversation })
  }
  const rateAgain = (): void => {
    const rating = given()
    if (rating) send({ type: 'rate', ...rating })
  }

  return {
    end(conversation) {
      session.end = conversation
      end(conversation)
    },
    endAgain(conversation) {
      if (session.end === conversation && !told) end(conversation)
    },
    untold: (conversation) => session.end === conversation && !told,
    stay() {
      session.end = ''
    },
    rate(given) {
      session.rating = encode(given)
      rateAgain()
    },
    rateAgain,
    rates: (conversation) => given()?.conversation === conversation,
    rated() {
      session.rating = ''
    },
    lost() {
      told = false
    },
  }
}
