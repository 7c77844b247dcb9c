import { atom } from 'nanostores'
import { text } from '../i18n'
import { api, wordsOf } from '../state/api'
import { $mine } from '../state/live'
import { signOut } from '../state/session'
import { toast } from '../ui/Toast/toasts'

/** $signingOut is whether the operator is being asked what becomes of his open chats. */
export const $signingOut = atom(false)

/** askBeforeSignOut ends this session; with open chats it asks first. */
export function askBeforeSignOut(): void {
  if ($mine.get().length > 0) $signingOut.set(true)
  else void leave()
}

/** answerSignOut takes the answer: yes gives the open chats back to the queue, then ends this session. */
export async function answerSignOut(yes: boolean): Promise<void> {
  $signingOut.set(false)
  if (!yes) return
  try {
    await api.post('/operators/me/hand-over')
  } catch (error) {
    toast(text('commands:handOverFailed', { detail: wordsOf(error) }), { tone: 'bad' })
    return
  }
  await leave()
}

async function leave(): Promise<void> {
  await signOut().catch((error) => toast(text('commands:signOutFailed', { detail: wordsOf(error) }), { tone: 'bad' }))
}
