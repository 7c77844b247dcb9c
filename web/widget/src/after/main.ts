// What comes after a chat, or in its place: Leave a message, the rating, and the transcript. Most who chat don't need it yet.
import type { After, AfterNeeds } from '../chat/after'
import { elsewhere } from '../chat/session'
import { styled } from '../styled'
import css from './after.css?inline'
import { newLeaving } from './leaving'
import { newMailing } from './mailing'
import { newRating } from './rating'
import { newLeaveScreen } from './screen'
import { saveTranscript } from './transcript'

/** start returns the forms of this page. */
export const start = (needs: AfterNeeds): After => {
  styled(needs.root, css)
  const leaving: After['newLeaving'] = (conversation, hint, changed) => newLeaving({ ...needs, conversation, hint, changed })
  return {
    newLeaving: leaving,
    newLeaveScreen: (hint, changed, back, start) => newLeaveScreen(leaving(elsewhere, hint, changed), needs.dropOn, back, start),
    newRating,
    newMailing,
    saveTranscript,
  }
}
