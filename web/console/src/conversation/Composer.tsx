import { useStore } from '@nanostores/react'
import { PanelsTopLeftIcon, SendHorizontalIcon } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { CannedPicker } from '../canned/CannedPicker'
import { ShortcutList } from '../canned/ShortcutList'
import { unuse, use, usedIn } from '../canned/used'
import { useShortcuts } from '../canned/useShortcuts'
import { Preview } from '../invitation/Preview'
import { useSettings } from '../settings/settings'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { AttachButton } from './AttachButton'
import { Attachments } from './Attachments'
import { attachFiles, pastedFiles } from './attachable'
import { $attached, type Attachment, allUp, takeAttached } from './attached'
import { say, typingSignOf } from './conversations'
import { $drafts, setDraft } from './draft'
import { EmojiPicker } from './EmojiPicker'
import { enclose } from './enclosed'
import { openPushPage } from './push'
import { codePoints, isBlank, MESSAGE_LIMIT } from './text'
import { hasVariables } from './variables'
import { $writeTo } from './writing'

// The counter appears when it starts to matter.
const NEAR = 400

/** Composer writes a message: Enter sends, Shift+Enter begins a new line; what is typed is kept as a draft. */
export function Composer({ conversation }: { conversation: string }) {
  const { t } = useTranslation('conversation')
  const text = useStore($drafts)[conversation] ?? ''
  const box = useRef<HTMLTextAreaElement>(null)
  const hint = useId()
  const typing = useMemo(() => typingSignOf(conversation), [conversation])
  const attached = useStore($attached)[conversation] ?? NOTHING
  const most = useSettings().data?.messageLength ?? MESSAGE_LIMIT
  const left = most - codePoints(text)
  const ready = mayGo(text, left, attached)

  useEffect(() => () => typing.stop(), [typing])
  useEffect(
    () =>
      $writeTo.subscribe((wanted) => {
        if (wanted !== conversation) return
        $writeTo.set(undefined)
        box.current?.focus()
      }),
    [conversation],
  )

  const send = () => {
    if (!ready) return
    typing.stop()
    say(conversation, isBlank(text) ? '' : text, { canned: usedIn(conversation, text), files: takeAttached(conversation) })
    unuse(conversation)
    setDraft(conversation, '')
    box.current?.focus()
  }
  const shortcuts = useShortcuts(box, (next, caret, canned) => {
    setDraft(conversation, next)
    use(conversation, canned)
    enclose(conversation, canned)
    requestAnimationFrame(() => box.current?.setSelectionRange(caret, caret))
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (shortcuts.key(event)) return
    // A key that ends an input method's composition must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className="relative rounded-xl border border-line bg-surface p-2 focus-within:border-accent focus-within:ring-3 focus-within:ring-soft"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <ShortcutList shortcuts={shortcuts} />
      <textarea
        ref={box}
        {...shortcuts.box}
        rows={2}
        dir="auto"
        // Checked by the operator's own dictionaries: what he writes need not be in the console's language.
        spellCheck
        lang=""
        aria-label={t('message')}
        aria-describedby={hint}
        aria-invalid={left < 0 || undefined}
        placeholder={t('placeholder')}
        value={text}
        onKeyDown={onKeyDown}
        onSelect={shortcuts.follow}
        onBlur={shortcuts.close}
        onPaste={(event) => {
          const files = pastedFiles(event.clipboardData)
          if (files.length === 0) return
          event.preventDefault()
          attachFiles(conversation, files)
        }}
        onChange={(event) => {
          setDraft(conversation, event.target.value)
          shortcuts.follow()
          if (event.target.value === '') typing.stop()
          else typing.key()
        }}
        className="block max-h-40 min-h-11 w-full resize-none bg-transparent px-1 outline-none field-sizing-content placeholder:text-muted"
      />
      {hasVariables(text) && (
        <div className="mt-1 max-h-20 overflow-y-auto px-1 text-[12px]">
          <Preview template={text} at={`/conversations/${conversation}/preview`} />
        </div>
      )}
      <Attachments conversation={conversation} attached={attached} onDone={() => box.current?.focus()} />
      {left < 0 && (
        <p id={hint} className="mt-1 px-1 text-[11.5px] text-bad">
          {t('over', { count: -left, most: most.toLocaleString('en') })}
        </p>
      )}
      <div className="mt-1 flex items-center gap-1.5">
        <AttachButton conversation={conversation} />
        <IconButton label={t('pushOpen')} icon={<PanelsTopLeftIcon />} onClick={() => openPushPage(conversation)} />
        <EmojiPicker into={box} onChoose={(emoji) => insertText(box, conversation, emoji)} />
        <CannedPicker into={box} onChoose={(canned) => insert(box, conversation, canned)} />
        {left >= 0 && (
          <p id={hint} className="ml-auto text-[11.5px] text-muted">
            <Hint left={left} attached={attached} />
          </p>
        )}
        <Button
          kind="primary"
          type="submit"
          className={left < 0 ? 'ml-auto' : undefined}
          disabled={!ready}
          icon={<SendHorizontalIcon />}
        >
          {t('send')}
        </Button>
      </div>
    </form>
  )
}

const NOTHING: readonly Attachment[] = []

// A message may say nothing beside its files, which are all up by then.
function mayGo(text: string, left: number, attached: readonly Attachment[]): boolean {
  return allUp(attached) && left >= 0 && (!isBlank(text) || attached.length > 0)
}

function Hint({ left, attached }: { left: number; attached: readonly Attachment[] }) {
  const { t } = useTranslation('conversation')
  if (left < NEAR) return <span className="tabular-nums">{t('left', { count: left })}</span>
  if (attached.some(({ state }) => state === 'failed')) return t('failedFiles')
  if (!allUp(attached)) return t('waitFiles')
  return <span className="max-sm:sr-only">{t('enterSends')}</span>
}

function insert(box: RefObject<HTMLTextAreaElement | null>, conversation: string, canned: Schemas['Canned']): void {
  insertText(box, conversation, canned.text)
  use(conversation, canned)
  enclose(conversation, canned)
}

// Puts text where the cursor is, and the cursor behind it.
function insertText(box: RefObject<HTMLTextAreaElement | null>, conversation: string, text: string): void {
  const now = $drafts.get()[conversation] ?? ''
  const start = box.current?.selectionStart ?? now.length
  const end = box.current?.selectionEnd ?? now.length
  setDraft(conversation, now.slice(0, start) + text + now.slice(end))
  const caret = start + text.length
  requestAnimationFrame(() => box.current?.setSelectionRange(caret, caret))
}
