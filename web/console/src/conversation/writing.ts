import { atom } from 'nanostores'

/** $writeTo is the conversation whose composer is to take the focus as soon as it is shown: the operator has just asked for that talk. */
export const $writeTo = atom<string | undefined>(undefined)

/** writeTo lets the composer of a conversation take the focus as soon as it is shown. */
export function writeTo(conversation: string): void {
  $writeTo.set(conversation)
}
