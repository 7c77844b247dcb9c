import { atom, onMount } from 'nanostores'

let ahead = 0

/** $clock is the server's time in milliseconds, renewed once a second for all who look at it. */
export const $clock = atom(Date.now())

onMount($clock, () => {
  const timer = setInterval(() => $clock.set(serverNow()), 1000)
  $clock.set(serverNow())
  return () => clearInterval(timer)
})

/** serverNow is the server's time, as far as it is known here. */
export function serverNow(): number {
  return Date.now() + ahead
}

/** setClock takes the server's time from a frame. */
export function setClock(at: number): void {
  ahead = at - Date.now()
}
