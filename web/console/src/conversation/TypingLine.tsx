import { useStore } from '@nanostores/react'
import { EyeIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $me, $sites } from '../state/live'
import { $visitorTyped, $visitorTypes } from './typing'

/** TypingLine says at the end of a conversation that the visitor types, and to its operator what stands in his box, where the site is peeked at. */
export function TypingLine({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('conversation')
  const types = useStore($visitorTypes)[conversation.id]
  const typed = useStore($visitorTyped)[conversation.id]
  const peeked = useStore($sites)[conversation.site]?.sneakPeek
  const mine = useStore($me) === conversation.operator
  const name = conversation.visitorName
  if (conversation.state !== 'open' || conversation.visitorAway) return null
  if (!typed || !peeked || !mine || conversation.hold) {
    if (!types) return null
    return <p className="mt-1 text-[11.5px] text-muted">{t('typing', { name })}…</p>
  }
  return (
    <div className="mt-1 flex max-w-[85%] flex-col items-start">
      <p className="flex max-w-full items-center gap-1.5 text-[11.5px] text-muted">
        <EyeIcon aria-hidden="true" className="size-3.5 shrink-0" />
        <span className="min-w-0 truncate">{t(types ? 'peek' : 'peekRests', { name })}</span>
        <span className="shrink-0">{t('notSent')}</span>
      </p>
      {/* Of a long text the end is in sight: that is where the visitor writes. */}
      <div className="mt-1 flex max-h-30 max-w-full flex-col justify-end overflow-hidden rounded-xl border border-line border-dashed px-3 py-2 text-muted">
        <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
          {typed}
        </p>
      </div>
    </div>
  )
}
