import { StarIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'

/** Stars shows a rating of 1 to 5. */
export function Stars({ stars }: { stars: number }) {
  const { t } = useTranslation('conversation')
  return (
    <span role="img" aria-label={t('stars', { count: stars })} className="inline-flex items-center text-waiting">
      {[1, 2, 3, 4, 5].map((n) => (
        <StarIcon key={n} aria-hidden="true" className={n <= stars ? 'size-4 fill-current' : 'size-4 opacity-45'} />
      ))}
    </span>
  )
}

/** RatingLine shows how the visitor rated a conversation, with the comment as it was written. */
export function RatingLine({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('conversation')
  if (!conversation.stars) return null
  return (
    <div className="rounded-lg bg-sunk px-3 py-2">
      <p className="flex flex-wrap items-center gap-2">
        {t('rated', { name: conversation.visitorName })} <Stars stars={conversation.stars} />
      </p>
      {conversation.comment && (
        <p dir="auto" className="mt-1 whitespace-pre-wrap wrap-anywhere">
          “{conversation.comment}”
        </p>
      )}
    </div>
  )
}
