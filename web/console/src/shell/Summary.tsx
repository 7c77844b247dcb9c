import { useStore } from '@nanostores/react'
import { MessageCircleIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { openConversation } from '../alert/alert'
import { $lines } from '../conversation/following'
import { $mine } from '../state/live'

/** Summary stands below every page: the operator's running conversations; a name leads to its profile (SUM-1). */
export function Summary() {
  const { t } = useTranslation('shell')
  const mine = useStore($mine)
  return (
    <section
      aria-label={t('summary')}
      className="flex h-9.5 shrink-0 items-center gap-3 border-line border-t bg-surface px-4 text-muted max-sm:px-3"
    >
      <p className="flex shrink-0 items-center gap-1.5">
        <MessageCircleIcon aria-hidden="true" className="size-4 stroke-[1.75]" />
        {t('inProgress')} <b className="font-semibold text-text">{mine.length}</b>
      </p>
      {mine.length === 0 ? (
        <p className="truncate max-sm:sr-only">{t('none')}</p>
      ) : (
        <ul className="flex min-w-0 flex-1 items-center gap-1 overflow-x-auto">
          {mine.map((conversation) => (
            <Running key={conversation.id} conversation={conversation} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Running({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('shell')
  const name = conversation.visitorName
  const lines = useStore($lines, { keys: [conversation.id] })[conversation.id]
  const last = lines?.list.findLast(({ from }) => from === 'visitor')
  return (
    <li className="shrink-0">
      <button
        type="button"
        aria-label={t('openConversation', { name })}
        onClick={() => openConversation(conversation)}
        className="flex h-7 max-w-80 items-center gap-1.5 rounded-control px-2 outline-none hover:bg-sunk focus-visible:ring-2 focus-visible:ring-accent pointer-coarse:h-9"
      >
        <span className="shrink-0 font-medium text-text">{name}</span>
        {conversation.visitorAway && <span className="shrink-0">({t('leftSite')})</span>}
        {conversation.hold && <span className="shrink-0 text-waiting">{t('onHold')}</span>}
        {last && <span className="truncate max-sm:hidden">“{last.text}”</span>}
      </button>
    </li>
  )
}
