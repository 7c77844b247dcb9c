import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { dateAndTimeOf } from '../conversation/moment'
import { Button } from '../ui/Button'
import { unblock, useBlockOf } from './block'

/** BlockedNotice says in a profile that its visitor is blocked, and lets him come again. */
export function BlockedNotice({ visit }: { visit: Schemas['Visit'] }) {
  const { t } = useTranslation('block')
  const block = useBlockOf(visit)
  if (!block) return null
  return (
    <div className="my-2 flex flex-wrap items-center gap-2 rounded-lg border border-line bg-sunk px-3 py-2">
      <p className="min-w-0 flex-1">{t('blockedBy', { who: block.byName, at: dateAndTimeOf(block.at) })}</p>
      <Button onClick={() => void unblock(block)}>{t('unblock')}</Button>
    </div>
  )
}
