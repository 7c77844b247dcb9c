import { CheckIcon, ChevronsRightIcon, ListPlusIcon, UserIcon, XIcon } from 'lucide-react'
import type { Schemas } from '../../../wire/frames'
import { type Answer, answerRequest, takeNext } from '../request/answering'
import { $ringing } from '../request/ringing'
import { $queue } from '../state/live'
import { MAC } from '../ui/Keys'
import { type Command, type KeyPress, letterOf } from './command'
import { openProfile } from './visitor'

// They work in the middle of writing, so they must be no letter of any language: on a Mac Option alone writes letters, elsewhere Ctrl with Alt does.
const MODIFIERS = MAC ? 'Mod+Alt' : 'Alt'

/** chord is a key that works in the middle of writing. */
export function chord(letter: string) {
  return {
    shortcut: `${MODIFIERS}+${letter}`,
    keys: (event: KeyPress) =>
      event.altKey && !event.shiftKey && !event.ctrlKey && event.metaKey === MAC && letterOf(event) === letter.toLowerCase(),
    always: true,
  }
}

function answering(answer: Answer, icon: Command['icon'], letter: string): Command {
  return {
    name: `${answer}-incoming`,
    label: `${answer}Incoming`,
    icon,
    ...chord(letter),
    right: () => $ringing.get() !== undefined,
    run: () => {
      const ringing = $ringing.get()
      if (ringing) void answerRequest(ringing.request.id, answer)
    },
  }
}

/** incoming are the answers to the chat request that rings at this operator (COM-5). */
export const incoming: Readonly<Record<Answer, Command>> = {
  accept: answering('accept', CheckIcon, 'A'),
  queue: answering('queue', ListPlusIcon, 'Q'),
  decline: answering('decline', XIcon, 'X'),
}

/** next takes the chat request that is to be served first (QUE-2). */
export const next: Command = {
  name: 'next',
  label: 'next',
  icon: ChevronsRightIcon,
  ...chord('N'),
  right: () => $queue.get().length > 0,
  run: () => takeNext(),
}

/** nextOf takes the first of the requests for a chat, or of those for a call. */
export const nextOf = (kind: Schemas['Request']['kind']): void => takeNext(kind)

/** requestCommands are what an operator can do with a request in the queue, in the order of its context menu. */
export const requestCommands: readonly Command<Schemas['Request']>[] = [
  { name: 'accept', label: 'accept', icon: CheckIcon, run: ({ id }) => void answerRequest(id, 'accept') },
  {
    name: 'view-profile',
    label: 'viewProfile',
    icon: UserIcon,
    shortcut: 'Enter',
    run: ({ visit }) => void openProfile(visit, 'live'),
  },
]
