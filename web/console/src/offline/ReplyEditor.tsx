import { useStore } from '@nanostores/react'
import { Link } from '@tanstack/react-router'
import { SendHorizontalIcon } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sizeOf } from '../../../file'
import type { Schemas } from '../../../wire/frames'
import { CannedPicker } from '../canned/CannedPicker'
import { counted } from '../canned/canned'
import { ShortcutList } from '../canned/ShortcutList'
import { unuse, use, usedIn } from '../canned/used'
import { useShortcuts } from '../canned/useShortcuts'
import { AttachButton } from '../conversation/AttachButton'
import { Attachments } from '../conversation/Attachments'
import { attachFiles, pastedFiles } from '../conversation/attachable'
import { $attached, type Attachment, allUp, detach, replyTo } from '../conversation/attached'
import { $drafts, setDraft } from '../conversation/draft'
import { enclose } from '../conversation/enclosed'
import { Notice } from '../conversation/Notice'
import { codePoints, MESSAGE_LIMIT, sendable } from '../conversation/text'
import { hasVariables } from '../conversation/variables'
import { composeCanned } from '../invitation/composing'
import { Preview } from '../invitation/Preview'
import { queries, wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { reply } from './board'
import { ADD, choicesOf, recipientsOf } from './recipients'
import { OFFLINE } from './unanswered'
import { makeWriter } from './writing'

// As the server has it: a mail that is much larger is refused on its way.
const MOST = 10 * 1024 * 1024

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
  const to = replyTo(message.id)
  const attached = useStore($attached, { keys: [to] })[to] ?? NOTHING
  const size = attached.reduce((sum, one) => sum + one.size, 0)
  const ready = canMail && sendable(text) && allUp(attached) && size <= MOST && !sending

  const send = async () => {
    if (!ready) return
    const recipients = recipientsOf(choice, addresses, typed)
    setWrong(!recipients)
    if (!recipients) return newBox.current?.focus()
    setSending(true)
    setRefused('')
    try {
      const files = attached.map(({ id }) => id)
      const canned = usedIn(to, text)
      await reply(message.id, { ...write({ to: recipients, text, files, canned }), seen: props.replies })
      counted(canned)
      unuse(to)
      for (const file of files) detach(to, file) // another may have come meanwhile
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
  const put = (next: string, caret: number, canned: Schemas['Canned']) => {
    setDraft(key, next)
    use(to, canned)
    enclose(to, canned)
    requestAnimationFrame(() => box.current?.setSelectionRange(caret, caret))
  }
  const shortcuts = useShortcuts(box, put)
  const onKeyDown = (event: KeyboardEvent) => {
    if (shortcuts.key(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    }
  }
  const choose = (canned: Schemas['Canned']) => {
    const selection = { start: box.current?.selectionStart ?? text.length, end: box.current?.selectionEnd ?? text.length }
    const next = composeCanned({ text, untouched: text === '' }, canned.text, selection)
    put(next.text, next.caret, canned)
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
      <div className="relative">
        <ShortcutList shortcuts={shortcuts} />
        <textarea
          ref={box}
          {...shortcuts.box}
          dir="auto"
          spellCheck
          lang=""
          rows={6}
          aria-label={t('text')}
          aria-describedby={`${id}-notes`}
          aria-invalid={over > 0 || undefined}
          value={text}
          onChange={(event) => {
            setDraft(key, event.target.value)
            shortcuts.follow()
          }}
          onKeyDown={onKeyDown}
          onSelect={shortcuts.follow}
          onBlur={shortcuts.close}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData)
            if (files.length === 0) return
            event.preventDefault()
            attachFiles(to, files)
          }}
          className="max-h-90 min-h-30 w-full resize-y rounded-lg border border-edge/55 bg-surface px-3 py-2 outline-none field-sizing-content focus:border-accent focus:ring-3 focus:ring-soft aria-invalid:border-bad"
        />
      </div>
      <div id={`${id}-notes`} className={over > 0 ? 'text-bad' : 'text-muted'}>
        {over > 0 && t('over', { count: over })}
        {over <= 0 && !hasVariables(text) && t('variables')}
        {over <= 0 && hasVariables(text) && <Preview template={text} at={`/offline/${message.id}/preview`} />}
      </div>
      <Attachments conversation={to} attached={attached} onDone={() => box.current?.focus()} />
      <Files attached={attached} size={size} />
      <div role="alert" className="empty:hidden">
        {refused && <Notice tone="bad">{refused}</Notice>}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <CannedPicker into={box} onChoose={choose} />
        <AttachButton conversation={to} />
        <span className="flex-1" />
        {props.children}
        <Button kind="primary" type="submit" className="max-sm:grow" disabled={!ready} icon={<SendHorizontalIcon />}>
          {t('send')}
        </Button>
      </div>
    </form>
  )
}

const NOTHING: readonly Attachment[] = []

/** Files says why the reply can't go yet because of what is attached. */
function Files({ attached, size }: { attached: readonly Attachment[]; size: number }) {
  const { t } = useTranslation('offline')
  const failed = attached.some(({ state }) => state === 'failed')
  return (
    <div role="status" className="empty:hidden">
      {size > MOST && <Notice tone="bad">{t('tooLarge', { size: sizeOf(size), most: sizeOf(MOST) })}</Notice>}
      {size <= MOST && failed && <Notice tone="bad">{t('failedFiles')}</Notice>}
      {size <= MOST && !failed && !allUp(attached) && <p className="text-muted">{t('waitFiles')}</p>}
    </div>
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
