import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { dateAndTimeOf } from '../conversation/moment'
import { Stars } from '../conversation/RatingLine'
import { $sites } from '../state/live'

/** Found is one conversation of the list, with where the words looked for stand in it. */
export function Found({ found, open, onOpen }: { found: Schemas['ArchivedConversation']; open: boolean; onOpen: () => void }) {
  const { t } = useTranslation('archive')
  const sites = useStore($sites)
  const { conversation, snippet } = found
  const minutes = conversation.ended && Math.max(1, Math.round((conversation.ended - conversation.started) / 60_000))
  const facts = [
    t('with', { who: conversation.operatorName || t('nobody') }),
    minutes ? t('minutes', { count: minutes }) : t('going'),
    t('lines', { count: conversation.lastSeq }),
    Object.keys(sites).length > 1 && sites[conversation.site]?.name,
  ]
  return (
    <li>
      <button
        type="button"
        aria-current={open || undefined}
        onClick={onOpen}
        className={clsx(
          'flex w-full flex-col gap-0.5 rounded-lg px-3 py-2 text-left outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset',
          open ? 'bg-soft' : 'hover:bg-sunk',
        )}
      >
        <span className="flex w-full items-center gap-2">
          <span dir="auto" className="min-w-0 truncate font-medium">
            {conversation.visitorName}
          </span>
          {conversation.stars && <Stars stars={conversation.stars} />}
          <span className="ml-auto shrink-0 text-[11.5px] text-muted tabular-nums">{dateAndTimeOf(conversation.started)}</span>
        </span>
        <span className="w-full truncate text-muted">{facts.filter(Boolean).join(' · ')}</span>
        {snippet.length > 0 && (
          <span dir="auto" className="line-clamp-2 wrap-anywhere">
            {snippet.map((part, i) =>
              part.found ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one snippet never change their order
                <mark key={i} className="rounded-xs bg-waiting-soft font-medium text-text">
                  {part.text}
                </mark>
              ) : (
                part.text
              ),
            )}
          </span>
        )}
        {conversation.tags.length > 0 && (
          <span className="flex flex-wrap gap-1 pt-0.5">
            {conversation.tags.map((tag) => (
              <span key={tag} className="rounded-full bg-sunk px-2 text-[11.5px] text-muted">
                {tag}
              </span>
            ))}
          </span>
        )}
      </button>
    </li>
  )
}
