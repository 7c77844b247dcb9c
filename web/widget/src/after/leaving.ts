import type { AfterNeeds } from '../chat/after'
import type { Attachment } from '../chat/attaching'
import type { Unsent } from '../chat/outbox'
import { newID } from '../id'
import { decode, encode } from '../json'
import { attempt } from '../safely'
import { type Leave as Form, type Left, newLeave } from './leave'

/** Leaving is one off-line message: the form, and the message on its way. */
export interface Leaving {
  /** The form as it stands now. */
  form(): Form
  /** Whether the server has the message. */
  done(): boolean
}

/** Leave makes the form that stands in for a conversation, with a hint above it; `changed` is called when a message has been put into the outbox. */
export type Leave = (conversation: string, hint: string, changed: () => void) => Leaving

/** LeavingNeeds is where the message comes from and goes to. */
export interface LeavingNeeds extends AfterNeeds {
  /** The conversation that nobody could take, or none. */
  conversation: string
  hint: string
  /** A message has been put into the outbox. */
  changed(): void
}

/**
 * newLeaving returns the form. It begins with what waits in the outbox from a page before, else with the tab's draft, else with what could
 * not be said in the conversation.
 */
export const newLeaving = ({
  conversation,
  hint,
  outbox,
  session,
  enclosing,
  newAttachments,
  changed,
}: LeavingNeeds): Leaving => {
  const pending = (): Unsent | undefined => outbox.list().find(({ email }) => email)
  const early = pending()
  const draft = attempt(() => decode(session.left) as Left)
  const unsaid = outbox.list().filter((one) => !one.email && one.conversation === conversation)
  // The draft may have begun with it.
  const rest = [...unsaid.map((one) => one.text), session.draft].filter((one) => !draft?.text.includes(one))
  let id = early?.id

  const form = newLeave({
    known: early ?? {
      name: session.name,
      email: session.email,
      ...draft,
      text: [draft?.text, ...rest].filter(Boolean).join('\n'),
    },
    hint,
    attaching: enclosing,
    newAttachments,
    typed: (left) => {
      session.left = encode(left)
      session.name = left.name || session.name
      session.email = left.email || session.email
    },
    send: (left) => {
      // A corrected message is another one: the id belongs to the text for ever.
      if (id) outbox.take(id)
      id = newID()
      const enclosed = enclosing.list().flatMap(({ attached }) => attached ?? [])
      outbox.put({ id, conversation, at: Date.now(), files: enclosed.length ? enclosed : undefined, ...left })
      // The next page sends it too.
      session.talk ||= conversation
      session.left = ''
      session.email = left.email
      changed()
    },
  })
  const waiting = (): Unsent | undefined => outbox.list().find((one) => one.id === id)

  enclosing.tell(form.update)
  if (early) {
    enclosing.take()
    enclosing.put(early.files ?? [])
  } else if (!draft && !enclosing.list().length) {
    const kept = attempt(() => decode(session.files) as { list: Attachment[] })
    enclosing.put([...unsaid.flatMap((one) => one.files ?? []), ...(kept?.list.flatMap(({ attached }) => attached ?? []) ?? [])])
  }

  return {
    form() {
      const one = waiting()
      const state = one ? (one.why ? 'writing' : 'sending') : id ? 'left' : 'writing'
      if (state === 'left') enclosing.take()
      form.state(state, one?.why ?? '')
      return form
    },
    done: () => !!id && !waiting(),
  }
}
