import { atom } from 'nanostores'

/** $messageDialog is the visit for which the message dialog is open; the same dialog by whatever way it was opened (S-07). */
export const $messageDialog = atom<string | undefined>(undefined)

/** $invitedTo is what the message dialog invites to, beforehand. */
export const $invitedTo = atom<'text' | 'voice'>('text')

/** openMessageDialog opens the message dialog for a visit (S-03, S-06); for a voice chat too (S-32). */
export function openMessageDialog(visit: string, kind: 'text' | 'voice' = 'text'): void {
  $invitedTo.set(kind)
  $messageDialog.set(visit)
}

/** closeMessageDialog closes the message dialog; nothing is sent. */
export function closeMessageDialog(): void {
  $messageDialog.set(undefined)
}
