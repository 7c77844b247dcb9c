import { newID } from '../conversation/id'

/** A Written reply is what would be sent, with the id under which it is sent however often. */
export interface Written {
  id: string
  to: readonly string[]
  text: string
}

/** makeWriter gives a reply its id: the same text to the same addresses keeps it, so that sending again can't make a second mail; another
 * one gets another. */
export function makeWriter(make: () => string = newID): (to: readonly string[], text: string) => Written {
  let last: Written | undefined
  return (to, text) => {
    if (last?.text !== text || last.to.join('\n') !== to.join('\n')) last = { id: make(), to: [...to], text }
    return last
  }
}
