import { newID } from '../id'
import type { Conversation } from '../port'
import { type Leave, newLeave } from './leave'
import type { Outbox, Unsent } from './outbox'

/** Leaving is the off-line message of one conversation that nobody could take: the form, and the message on its way. */
export interface Leaving {
  /** The form as it stands now. */
  form(): Leave
}

/**
 * newLeaving returns the form for conversation. It begins with what waits in the outbox from a page before, else with what could not
 * be said and the draft. `changed` is called when a message has been put into the outbox.
 */
export const newLeaving = (conversation: Conversation, outbox: Outbox, draft: string, changed: () => void): Leaving => {
  const pending = (): Unsent | undefined => outbox.list().find(({ email }) => email)
  const early = pending()
  const unsaid = outbox.list().filter((one) => !one.email && one.conversation === conversation.id)
  const text = early?.text ?? [...unsaid.map((one) => one.text), draft].filter(Boolean).join('\n')
  let id = early?.id

  const form = newLeave({ name: early?.name, email: early?.email, text }, (left) => {
    // A corrected message is another one: the id belongs to the text for ever.
    if (id) outbox.take(id)
    id = newID()
    outbox.put({ id, conversation: conversation.id, at: Date.now(), ...left })
    changed()
  })

  return {
    form() {
      const waiting = outbox.list().find((one) => one.id === id)
      const state = waiting ? (waiting.why ? 'writing' : 'sending') : id ? 'left' : 'writing'
      form.state(state, waiting?.why ?? '')
      return form
    },
  }
}
