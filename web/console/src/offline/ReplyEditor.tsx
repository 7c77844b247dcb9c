import { useStore } from '@nanostores/react'
import { Link } from '@tanstack/react-router'
import { SendHorizontalIcon } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { sizeOf } from '../../../file'
import type { Schemas } from '../../../wire/frames'
import { CannedPicker } from '../canned/CannedPicker'
import { ShortcutList } from '../canned/ShortcutList'
import { use } from '../canned/used'
import { useShortcuts } from '../canned/useShortcuts'
import { AttachButton } from '../conversation/AttachButton'
import { Attachments } from '../conversation/Attachments'
import { attachFiles, pastedFiles } from '../conversation/attachable'
import { $attached, type Attachment, allUp, replyTo } from '../conversation/attached'
import { $drafts, setDraft } from '../conversation/draft'
import { enclose } from '../conversation/enclosed'
import { Notice } from '../conversation/Notice'
import { codePoints, MESSAGE_LIMIT } from '../conversation/text'
import { hasVariables } from '../conversation/variables'
import { composeCanned } from '../invitation/composing'
import { Preview } from '../invitation/Preview'
import { Button } from '../ui/Button'
import { Recipient } from './Recipient'
import { type Answered, MOST, useReplying } from './useReplying'

/** ReplyEditor writes the answer to an off-line message. What is typed stays until it is sent, also when the page is left. */
export function ReplyEditor(props: Answered & { children: ReactNode }) {
  const { message, canMail } = props
  const { t } = useTranslation('offline')
  const key = `offline-${message.id}`
  const text = useStore($drafts, { keys: [key] })[key] ?? ''
  const box = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const over = codePoints(text) - MESSAGE_LIMIT
  const to = replyTo(message.id)
  const attached = useStore($attached, { keys: [to] })[to] ?? NOTHING
  const replying = useReplying(props, key, text, attached)
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
      void replying.send()
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
        void replying.send()
      }}
    >
      {!canMail && <NotSetUp />}
      <Recipient addresses={props.addresses} replying={replying} />
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
      <Files attached={attached} size={replying.size} />
      <div role="alert" className="empty:hidden">
        {replying.refused && <Notice tone="bad">{replying.refused}</Notice>}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <CannedPicker into={box} onChoose={choose} />
        <AttachButton conversation={to} />
        <span className="flex-1" />
        {props.children}
        <Button kind="primary" type="submit" className="max-sm:grow" disabled={!replying.ready} icon={<SendHorizontalIcon />}>
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
