import { atom } from 'nanostores'

/** Toast is a short notice that goes by itself; one with tone `bad` stays until it is closed. */
export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'ok' | 'bad'
  action?: { label: string; run: () => void }
}

/** SHOWN_FOR is how long a toast stays, in milliseconds. */
export const SHOWN_FOR = 6000
const AT_MOST = 4

/** $toasts are the notices on the screen, latest last. */
export const $toasts = atom<readonly Toast[]>([])

let last = 0

/** toast shows a notice; of many only the latest stay. */
export function toast(text: string, more: Partial<Pick<Toast, 'tone' | 'action'>> = {}): number {
  last += 1
  const id = last
  const one: Toast = { id, text, tone: 'plain', ...more }
  const others = $toasts.get().filter((other) => other.text !== text)
  $toasts.set([...others, one].slice(-AT_MOST))
  if (one.tone !== 'bad') setTimeout(() => closeToast(id), SHOWN_FOR)
  return id
}

/** closeToast takes a notice away. */
export function closeToast(id: number): void {
  $toasts.set($toasts.get().filter((one) => one.id !== id))
}

/** closeToasts takes away the notices that say this, because it is true no longer. */
export function closeToasts(saying: string): void {
  $toasts.set($toasts.get().filter(({ text }) => !text.includes(saying)))
}
