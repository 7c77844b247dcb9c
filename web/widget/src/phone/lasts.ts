import type { Conversation } from '../port'
import { store, stored } from '../storage'

type Call = NonNullable<Conversation['call']>

/**
 * newLasts returns when a call was connected, by this browser's own clock; 0: it is not. The server's time is taken only where it can be
 * right here: the two clocks may differ by hours. What was found out is kept for the tab under name.
 */
export const newLasts = (name: string): ((call: Call | undefined) => number) => {
  let apart = ''
  let seen = 0
  return (call) => {
    if (!call) return 0
    const now = Date.now()
    const { id, connected } = call
    if (!connected) {
      apart = id
      seen = now
      return 0
    }
    const [known, at] = stored('sessionStorage', name).split(' ')
    if (known === id) return +(at as string)
    // Seen before it was, it was connected between then and now.
    const wrong = apart === id && connected < seen
    const since = wrong || connected > now ? now : connected
    store('sessionStorage', name, `${id} ${since}`)
    return since
  }
}
