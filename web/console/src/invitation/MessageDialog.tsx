import { SendHorizontalIcon } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { CannedPicker } from '../canned/CannedPicker'
import { counted } from '../canned/canned'
import { ShortcutList } from '../canned/ShortcutList'
import { unuse, use, usedIn } from '../canned/used'
import { useShortcuts } from '../canned/useShortcuts'
import { Notice } from '../conversation/Notice'
import { codePoints, MESSAGE_LIMIT, sendable } from '../conversation/text'
import { Button } from '../ui/Button'
import { type Composing, composeCanned, composeDefault, composeTyped } from './composing'
import { type Invited, makeInviter } from './invite'
import { Preview } from './Preview'
import { hindranceKey, hindranceOf } from './truth'

/** MessageDialog composes an invitation for a visit and sends it; `onSent` runs when it is on its way. */
export function MessageDialog(props: {
  visit: Schemas['Visit']
  name: string
  me: string
  kind: 'text' | 'voice'
  defaultText: string
  onSent: (invitation: Schemas['Invitation']) => void
  onCancel: () => void
}) {
  const { visit, name, kind, onSent, onCancel } = props
  const { t } = useTranslation('invitation')
  const [composing, setComposing] = useState<Composing>(() => composeDefault(props.defaultText))
  const [sending, setSending] = useState(false)
  const [answer, setAnswer] = useState<Exclude<Invited, { outcome: 'sent' }>>()
  const [chosen, setChosen] = useState<Schemas['Canned']>()
  const inviter = useMemo(() => makeInviter(visit.visitor, kind), [visit.visitor, kind])
  const box = useRef<HTMLTextAreaElement>(null)
  const notes = useId()
  const over = codePoints(composing.text) - MESSAGE_LIMIT
  const ready = sendable(composing.text) && !sending

  // The stored default may come after the dialog; what was typed by then stays.
  useEffect(() => setComposing((now) => (now.untouched ? composeDefault(props.defaultText) : now)), [props.defaultText])

  const send = async () => {
    if (!ready) return
    setSending(true)
    setAnswer(undefined)
    const canned = usedIn(visit.visitor, composing.text)
    const invited = await inviter.send(composing.text, canned)
    setSending(false)
    if (invited.outcome === 'sent') {
      counted(canned)
      unuse(visit.visitor)
      onSent(invited.invitation)
    } else setAnswer(invited)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of what floats over the dialog come by here too.
    if (!event.currentTarget.contains(event.target as Node)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    }
  }
  const took = (canned: Schemas['Canned']) => {
    use(visit.visitor, canned)
    setChosen(canned)
  }
  const put = (text: string, caret: number, canned: Schemas['Canned']) => {
    took(canned)
    setComposing(composeTyped(text))
    requestAnimationFrame(() => box.current?.setSelectionRange(caret, caret))
  }
  const shortcuts = useShortcuts(box, put)
  const choose = (canned: Schemas['Canned']) => {
    const selection = { start: box.current?.selectionStart ?? 0, end: box.current?.selectionEnd ?? 0 }
    const next = composeCanned(composing, canned.text, selection)
    setComposing(next)
    took(canned)
    requestAnimationFrame(() => box.current?.setSelectionRange(next.caret, next.caret))
  }

  return (
    <form
      className="flex flex-col gap-3"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="relative">
        <textarea
          ref={box}
          {...shortcuts.box}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to write
          autoFocus
          dir="auto"
          spellCheck
          lang=""
          rows={4}
          aria-label={t('text')}
          aria-describedby={notes}
          aria-invalid={over > 0 || undefined}
          value={composing.text}
          onKeyDown={shortcuts.key}
          onSelect={shortcuts.follow}
          onBlur={shortcuts.close}
          onChange={(event) => {
            setComposing(composeTyped(event.target.value))
            shortcuts.follow()
          }}
          className="max-h-60 min-h-22 w-full resize-y rounded-lg border border-line bg-surface px-3 py-2 outline-none field-sizing-content focus:border-accent focus:ring-3 focus:ring-soft"
        />
        <ShortcutList shortcuts={shortcuts} below textOnly />
      </div>
      <div id={notes} className="flex flex-col gap-2">
        {over > 0 ? (
          <Notice tone="bad">{t('over', { count: over })}</Notice>
        ) : (
          <Preview template={composing.text} visitor={visit.visitor} />
        )}
        {chosen && usedIn(visit.visitor, composing.text) === chosen.id && <Unsent files={chosen.files ?? []} />}
        {kind === 'voice' && <p className="text-muted">{t('voiceHint')}</p>}
        <Standing visit={visit} name={name} me={props.me} answered={answer !== undefined} />
      </div>
      <div role="alert" className="empty:hidden">
        {answer && <Notice tone="bad">{wordsFor(answer, t)}</Notice>}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <CannedPicker into={box} onChoose={choose} textOnly />
        <Button kind="quiet" className="ml-auto" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button kind="primary" type="submit" disabled={!ready} icon={<SendHorizontalIcon />}>
          {t('send')}
        </Button>
      </div>
    </form>
  )
}

/** Unsent names the files of the chosen canned message, which an invitation can't carry. */
function Unsent({ files }: { files: readonly Schemas['File'][] }) {
  const { t } = useTranslation('invitation')
  if (files.length === 0) return null
  return <Notice tone="waiting">{t('textOnly', { count: files.length, names: files.map(({ name }) => name).join(', ') })}</Notice>
}

/** Standing says what the operator should know before sending: a refusal, a visitor who left, a colleague who was first. */
function Standing({ visit, name, me, answered }: { visit: Schemas['Visit']; name: string; me: string; answered: boolean }) {
  const { t } = useTranslation('invitation')
  // The answer to Send says it already.
  const hindrance = answered ? undefined : hindranceOf(visit, me)
  const who = hindrance && 'who' in hindrance ? hindrance.who : undefined
  return (
    <div role="status" className="flex flex-col gap-2 empty:hidden">
      {visit.refused && <Notice tone="waiting">{t('refusedBefore', { name })}</Notice>}
      {hindrance && <Notice tone="bad">{t(hindrance.why === 'left' ? 'left' : hindranceKey(hindrance), { who, name })}</Notice>}
    </div>
  )
}

function wordsFor(
  answer: Exclude<Invited, { outcome: 'sent' }>,
  t: (key: string, values?: Record<string, string>) => string,
): string {
  if (answer.outcome === 'unanswered') return t('noAnswer')
  return answer.who ? t('first', { who: answer.who, detail: answer.detail }) : t('failed', { detail: answer.detail })
}
