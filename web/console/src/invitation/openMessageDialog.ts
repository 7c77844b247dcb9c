import { atom } from 'nanostores'

/** $messageDialog is the visit for which the message dialog is open; the same dialog by whatever way it was opened (S-07). */
export const $messageDialog = atom<string | undefined>(undefined)

/** openMessageDialog opens the message dialog for a visit (S-03, S-06). */
export function openMessageDialog(visit: string): void {
  $messageDialog.set(visit)
}

/** closeMessageDialog closes the message dialog; nothing is sent. */
export function closeMessageDialog(): void {
  $messageDialog.set(undefined)
}
