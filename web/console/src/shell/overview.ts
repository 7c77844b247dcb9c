import { atom } from 'nanostores'

const KEY = 'beckon.overview'

/** $overview is whether the chat overview is rolled up, as it was left on this device. */
export const $overview = atom(kept())

/** toggleOverview rolls the chat overview up or down and keeps that on this device. */
export function toggleOverview(): void {
  const up = !$overview.get()
  $overview.set(up)
  try {
    localStorage.setItem(KEY, up ? 'up' : 'down')
  } catch {
    // Without storage it holds until the page is loaded anew.
  }
}

function kept(): boolean {
  try {
    return localStorage.getItem(KEY) === 'up'
  } catch {
    return false
  }
}
