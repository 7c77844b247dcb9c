import { useStore } from '@nanostores/react'
import { Link } from '@tanstack/react-router'
import { SendHorizontalIcon } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { CannedPicker } from '../canned/CannedPicker'
import { $drafts, setDraft } from '../conversation/draft'
import { Notice } from '../conversation/Notice'
import { codePoints, MESSAGE_LIMIT, sendable } from '../conversation/text'
import { composeCanned } from '../invitation/composing'
import { queries, wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { reply } from './board'
import { ADD, choicesOf, recipientsOf } from './recipients'
import { OFFLINE } from './unanswered'
import { makeWriter } from './writing'

/** ReplyEditor writes the answer to an off-line message. What is typed stays until it is sent, also when the page is left. */
export function ReplyEditor(props: {
  message: Schemas['OfflineMessage']
  /** How many replies the operator can see. */
  replies: number
  addresses: readonly string[]
  canMail: boolean
  children: ReactNode
}) {
  const { message, addresses, canMail } = props
  const { t } = useTranslation('offline')
  const key = `offline-${message.id}`
  const text = useStore($drafts, { keys: [key] })[key] ?? ''
  const [choice, setChoice] = useState(message.email)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState('')
  const write = useMemo(() => makeWriter(), [])
  const box = useRef<HTMLTextAreaElement>(null)
  const newBox = useRef<HTMLInputElement>(null)
  const id = useId()
  const over = codePoints(text) - MESSAGE_LIMIT
  const ready = canMail && sendable(text) && !sending

  const send = async () => {
    if (!ready) return
    const to = recipientsOf(choice, addresses, typed)
    setWrong(!to)
    if (!to) return newBox.current?.focus()
    setSending(true)
    setRefused('')
    try {
      await reply(message.id, { ...write(to, text), to, seen: props.replies })
      setDraft(key, '')
      setChoice(message.email)
      setTyped('')
    } catch (error) {
      setRefused(wordsOf(error))
      void queries.invalidateQueries({ queryKey: OFFLINE }) // a colleague may have been first: his reply is shown
    } finally {
      setSending(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    }
  }
  const choose = (canned: string) => {
    const selection = { start: box.current?.selectionStart ?? text.length, end: box.current?.selectionEnd ?? text.length }
    const next = composeCanned({ text, untouched: text === '' }, canned, selection)
    setDraft(key, next.text)
    requestAnimationFrame(() => box.current?.setSelectionRange(next.caret, next.caret))
  }

  return (
    <form
      noValidate // our own words, in our own place
      aria-label={t('reply')}
      className="mt-auto flex flex-col gap-2.5 rounded-window border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {!canMail && <NotSetUp />}
      <div className="flex items-center gap-2">
        <label htmlFor={`${id}-to`} className="font-medium">
          {t('to')}
        </label>
        <select
          id={`${id}-to`}
          value={choice}
          onChange={(event) => {
            setChoice(event.target.value)
            setWrong(false)
          }}
          className="h-8 min-w-0 flex-1 rounded-control border border-edge/55 bg-surface px-2 outline-none focus:border-accent focus:ring-3 focus:ring-soft pointer-coarse:h-10"
        >
          {choicesOf(addresses).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </div>
      {choice === ADD && (
        <TextField
          ref={newBox}
          label={t('newAddress')}
          type="email"
          autoComplete="off"
          maxLength={254}
          value={typed}
          onChange={(address) => {
            setTyped(address)
            setWrong(false)
          }}
          error={wrong ? t('noAddress') : undefined}
        />
      )}
      <textarea
        ref={box}
        dir="auto"
        spellCheck
        lang=""
        rows={6}
        aria-label={t('text')}
        aria-describedby={`${id}-notes`}
        aria-invalid={over > 0 || undefined}
        value={text}
        onChange={(event) => setDraft(key, event.target.value)}
        onKeyDown={onKeyDown}
        className="max-h-90 min-h-30 w-full resize-y rounded-lg border border-edge/55 bg-surface px-3 py-2 outline-none field-sizing-content focus:border-accent focus:ring-3 focus:ring-soft aria-invalid:border-bad"
      />
      <p id={`${id}-notes`} className={over > 0 ? 'text-bad' : 'text-muted'}>
        {over > 0 ? t('over', { count: over }) : t('variables')}
      </p>
      <div role="alert" className="empty:hidden">
        {refused && <Notice tone="bad">{refused}</Notice>}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <CannedPicker into={box} onChoose={({ text }) => choose(text)} />
        <span className="flex-1" />
        {props.children}
        <Button kind="primary" type="submit" className="max-sm:grow" disabled={!ready} icon={<SendHorizontalIcon />}>
          {t('send')}
        </Button>
      </div>
    </form>
  )
}

function NotSetUp() {
  const { t } = useTranslation('offline')
  return (
    <Notice tone="waiting" boxed>
      {t('notSetUp')}{' '}
      <Link to="/settings/$page" params={{ page: 'email' }} className="text-accent underline">
        {t('setUp')}
      </Link>
    </Notice>
  )
}
