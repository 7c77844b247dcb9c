import { atom } from 'nanostores'
import { newID } from '../conversation/id'

const KEY = 'beckon.window'
const PATIENCE = 1500

/** $window is this window's id, under which it carries calls; empty until it is known to be its own. */
export const $window = atom('')

let claimed = false

/** claimWindow finds this window's id: that of before the page was loaded anew, unless another window has it since it is a copy of this one. */
export async function claimWindow(): Promise<void> {
  if (claimed) return
  claimed = true
  const kept = read()
  const id = kept && (await held(kept)) ? kept : newID()
  if (id !== kept) void held(id)
  try {
    sessionStorage.setItem(KEY, id)
  } catch {
    // Without storage a page that is loaded anew is another window.
  }
  $window.set(id)
}

// The page before this one may be about to let go.
function held(id: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true)
  return new Promise((found) => {
    navigator.locks
      .request(`${KEY} ${id}`, { signal: AbortSignal.timeout(PATIENCE) }, () => {
        found(true)
        return new Promise<void>(() => {})
      })
      .catch(() => found(false))
  })
}

function read(): string | undefined {
  try {
    const kept = sessionStorage.getItem(KEY)
    return kept && /^[\w-]{22}$/.test(kept) ? kept : undefined
  } catch {
    return undefined
  }
}
