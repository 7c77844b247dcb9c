import { type RefObject, useMemo, useRef, useState } from 'react'
import type { Schemas } from '../../../wire/frames'
import { counted } from '../canned/canned'
import { unuse, usedIn } from '../canned/used'
import { type Attachment, allUp, detach, replyTo } from '../conversation/attached'
import { setDraft } from '../conversation/draft'
import { sendable } from '../conversation/text'
import { queries, wordsOf } from '../state/api'
import { reply } from './board'
import { recipientsOf } from './recipients'
import { OFFLINE } from './unanswered'
import { makeWriter } from './writing'

/** MOST bytes are enclosed in a reply, as the server has it: a mail that is much larger is refused on its way. */
export const MOST = 10 * 1024 * 1024

/** Answered is the off-line message that is answered. */
export interface Answered {
  message: Schemas['OfflineMessage']
  /** How many replies the operator can see. */
  replies: number
  addresses: readonly string[]
  canMail: boolean
}

/** Replying is a reply on its way from what is typed to what is sent. */
export interface Replying {
  /** One of the addresses, or a choice such as ADD. */
  choice: string
  choose(address: string): void
  /** The address that is added. */
  typed: string
  type(address: string): void
  wrong: boolean
  newBox: RefObject<HTMLInputElement | null>
  /** Bytes enclosed. */
  size: number
  ready: boolean
  /** Why the server did not take it. */
  refused: string
  send(): Promise<void>
}

/** useReplying sends a reply once it is ready, and forgets then what it was made of; whatever fails leaves all as it was. */
export const useReplying = (
  { message, replies, addresses, canMail }: Answered,
  draft: string,
  text: string,
  attached: readonly Attachment[],
): Replying => {
  const [choice, setChoice] = useState(message.email)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState('')
  const write = useMemo(() => makeWriter(), [])
  const newBox = useRef<HTMLInputElement>(null)
  // A reply that came after the last key was pressed was not seen, though it may stand there; once told of it, the operator has.
  const seen = useRef({ text, replies, told: false })
  if (seen.current.text !== text) seen.current = { text, replies, told: false }
  const to = replyTo(message.id)
  const size = attached.reduce((sum, one) => sum + one.size, 0)
  const ready = canMail && sendable(text) && allUp(attached) && size <= MOST && !sending

  const deliver = async (recipients: string[]): Promise<void> => {
    const files = attached.map(({ id }) => id)
    const canned = usedIn(to, text)
    await reply(message.id, {
      ...write({ to: recipients, text, files, canned }),
      seen: seen.current.told ? replies : seen.current.replies,
    })
    counted(canned)
    unuse(to)
    for (const file of files) detach(to, file) // another may have come meanwhile
    setDraft(draft, '')
    setChoice(message.email)
    setTyped('')
  }
  const send = async (): Promise<void> => {
    if (!ready) return
    const recipients = recipientsOf(choice, addresses, typed)
    setWrong(!recipients)
    if (!recipients) return newBox.current?.focus()
    setSending(true)
    setRefused('')
    try {
      await deliver(recipients)
    } catch (error) {
      setRefused(wordsOf(error))
      seen.current.told = true
      void queries.invalidateQueries({ queryKey: OFFLINE }) // a colleague may have been first: his reply is shown
    } finally {
      setSending(false)
    }
  }
  const changing = (set: (address: string) => void) => (address: string) => {
    set(address)
    setWrong(false)
  }
  return { choice, choose: changing(setChoice), typed, type: changing(setTyped), wrong, newBox, size, ready, refused, send }
}
