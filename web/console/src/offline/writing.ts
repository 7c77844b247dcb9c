import type { Schemas } from '../../../wire/frames'
import { newID } from '../conversation/id'

/** A Written reply is what would be sent, with the id under which it is sent however often. */
export type Written = Omit<Schemas['NewReply'], 'seen'>

/** makeWriter gives a reply its id: the same reply to the same addresses keeps it, so that sending again can't make a second mail; another
 * one gets another. */
export function makeWriter(make: () => string = newID): (reply: Omit<Written, 'id'>) => Written {
  let last: { id: string; said: string } | undefined
  return (reply) => {
    const said = JSON.stringify([reply.to, reply.text, reply.files ?? []])
    if (last?.said !== said) last = { id: make(), said }
    return { ...reply, id: last.id }
  }
}
