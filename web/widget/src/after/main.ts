// What comes after a chat, or in its place: Leave a message, the rating, and the transcript. Most who chat don't need it yet.
import type { After, AfterNeeds } from '../chat/after'
import { styled } from '../styled'
import css from './after.css?inline'
import { newLeaving } from './leaving'
import { newMailing } from './mailing'
import { newRating } from './rating'
import { saveTranscript } from './transcript'

/** start returns the forms of this page. */
export const start = (needs: AfterNeeds): After => {
  styled(needs.root, css)
  return {
    newLeaving: (conversation, hint, changed) => newLeaving({ ...needs, conversation, hint, changed }),
    newRating,
    newMailing,
    saveTranscript,
  }
}
