import type { Schemas } from '../../../wire/frames'
import { api, wordsOf } from '../state/api'

/** withdraw takes an unanswered invitation back; it returns words when that was refused. */
export async function withdraw(invitation: string): Promise<string | undefined> {
  try {
    await api.post<Schemas['Invitation']>(`/invitations/${invitation}/withdraw`)
  } catch (error) {
    return wordsOf(error)
  }
}
