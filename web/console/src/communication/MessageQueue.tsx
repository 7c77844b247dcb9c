import { useStore } from '@nanostores/react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { $unanswered } from '../offline/unanswered'
import { Empty, Window } from './Window'

const link = 'rounded-control font-medium text-accent outline-none hover:underline focus-visible:ring-2 focus-visible:ring-accent'

/** MessageQueue says how many off-line messages wait for an answer, and leads to the Message board (OFF-2). */
export function MessageQueue() {
  const { t } = useTranslation('communication')
  const { count, oldest } = useStore($unanswered) ?? { count: 0 }
  return (
    <Window title={t('messages')} count={count}>
      {count === 0 ? (
        <Empty>{t('messagesEmpty')}</Empty>
      ) : (
        <p className="px-4 pt-4">
          {t('messagesWait', { count })}{' '}
          {oldest && (
            <Link to="/messages/$id" params={{ id: oldest }} className={link}>
              {t('oldest')}
            </Link>
          )}
        </p>
      )}
      <p className="px-4 pt-1 pb-4">
        <Link to="/messages" className={link}>
          {t('board')}
        </Link>
      </p>
    </Window>
  )
}
