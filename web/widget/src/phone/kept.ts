import { store, stored } from '../storage'

/** Kept is what the tab remembers of its call window: its key, whether a call is wanted, its token, for which key the microphone may go
 * on, whether it is muted. */
type Kept = 'phone' | 'call' | 'token' | 'pressed' | 'still'

/** kept returns what is remembered; empty when there is nothing. */
export const kept = (what: Kept): string => stored('sessionStorage', `beckon_${what}`)

/** keep remembers value, or forgets what was there when it is empty. */
export const keep = (what: Kept, value: string): void => store('sessionStorage', `beckon_${what}`, value)

/** opener is the origin of the page that opened this window, as the browser names it; empty when it names none. */
export const opener = (): string => {
  try {
    return new URL(document.referrer).origin
  } catch {
    return ''
  }
}
