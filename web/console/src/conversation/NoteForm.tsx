import { NotebookPenIcon } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { makeNoting } from './notes'
import { sendable } from './text'

/** NoteForm is the button Add note and what it opens: a note on the conversation that the visitor never sees (CHT-2). As in the
 * message box Enter saves, Shift+Enter begins a new line. */
export function NoteForm({ conversation }: { conversation: string }) {
  const { t } = useTranslation('conversation')
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const write = useMemo(() => makeNoting(conversation), [conversation])
  const button = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const hint = useId()
  useEffect(() => {
    if (open) box.current?.focus()
  }, [open])

  const close = () => {
    setOpen(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  const save = async () => {
    if (!sendable(text) || busy) return
    setBusy(true)
    const detail = await write(text)
    setBusy(false)
    setProblem(detail)
    if (detail !== undefined) return
    setText('')
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && !event.shiftKey) void save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (!open) {
    return <IconButton ref={button} label={t('addNote')} icon={<NotebookPenIcon />} onClick={() => setOpen(true)} />
  }
  return (
    <form
      className="order-last flex w-full flex-col gap-2 rounded-xl border border-waiting border-dashed bg-waiting-soft p-2"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <textarea
        ref={box}
        rows={2}
        dir="auto"
        spellCheck
        lang=""
        aria-label={t('note')}
        aria-describedby={hint}
        placeholder={t('noteHint')}
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => setText(event.target.value)}
        className="max-h-40 min-h-11 w-full resize-none rounded-lg bg-surface px-2 py-1.5 outline-none field-sizing-content placeholder:text-muted focus-visible:ring-2 focus-visible:ring-accent"
      />
      <p role="alert" className="text-bad empty:hidden">
        {problem}
      </p>
      <div className="flex items-center justify-end gap-2">
        <span id={hint} className="mr-auto text-[11.5px] text-muted max-sm:sr-only">
          {t('enterSaves')}
        </span>
        <Button kind="quiet" onClick={close}>
          {t('cancel')}
        </Button>
        <Button type="submit" disabled={!sendable(text) || busy}>
          {t('saveNote')}
        </Button>
      </div>
    </form>
  )
}
