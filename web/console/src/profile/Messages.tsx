import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { LinkedText } from '../conversation/LinkedText'
import { dateAndTimeOf } from '../conversation/moment'
import { SentFiles } from '../conversation/SentFiles'
import { wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { EarlierConversation } from './EarlierConversation'
import { useHistory } from './profiles'
import { Scroll } from './Scroll'

// MOST is how many of each the server tells (desk/profile.go).
const MOST = 100

/** Messages shows what was said with this visitor before, and what he left when nobody answered. */
export function Messages({ visit, name }: { visit: Schemas['Visit']; name: string }) {
  const { t } = useTranslation('profile')
  const { data, error, refetch } = useHistory(visit.visitor)
  if (!data) {
    return error ? (
      <div role="alert" className="flex flex-col items-start gap-2 p-4">
        <p className="text-bad">{t('loadFailed', { detail: wordsOf(error) })}</p>
        <Button onClick={() => void refetch()}>{t('again')}</Button>
      </div>
    ) : (
      <p role="status" className="p-4 text-muted">
        {t('loading')}…
      </p>
    )
  }
  return (
    <Scroll>
      <section>
        <h3 className="mb-2 font-semibold">{t('earlier')}</h3>
        {data.conversations.length === 0 && <p className="text-muted">{t('noEarlier', { name })}</p>}
        <ul className="flex flex-col gap-2">
          {data.conversations.map((conversation) => (
            <EarlierConversation key={conversation.id} conversation={conversation} />
          ))}
        </ul>
        {data.conversations.length >= MOST && <p className="mt-2 text-muted">{t('latestOnly', { count: MOST })}</p>}
      </section>
      <section>
        <h3 className="mb-2 font-semibold">{t('offline')}</h3>
        {data.offline.length === 0 && <p className="text-muted">{t('noOffline', { name })}</p>}
        <ul className="flex flex-col gap-3">
          {data.offline.map((message) => (
            <Offline key={message.id} message={message} />
          ))}
        </ul>
        {data.offline.length >= MOST && <p className="mt-2 text-muted">{t('latestOnly', { count: MOST })}</p>}
      </section>
    </Scroll>
  )
}

function Offline({ message }: { message: Schemas['OfflineMessage'] }) {
  const { t } = useTranslation('profile')
  const open = message.state === 'unanswered'
  return (
    <li className={clsx('rounded-lg border p-3', open ? 'border-accent/40 bg-soft' : 'border-line')}>
      <p className="text-[11.5px] text-muted tabular-nums">
        {dateAndTimeOf(message.at)}
        {message.name && ` · ${t('from', { name: message.name })}`} · <LinkedText text={message.email} />
      </p>
      {message.subject && (
        <p dir="auto" className="mt-1 font-medium wrap-anywhere">
          {message.subject}
        </p>
      )}
      <p dir="auto" className="mt-1 whitespace-pre-wrap wrap-anywhere">
        <LinkedText text={message.text} />
      </p>
      {message.files && (
        <div className="mt-2">
          <SentFiles files={message.files} own={false} />
        </div>
      )}
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={open ? 'font-medium text-accent' : 'text-muted'}>{standing(message, t)}</span>
        <Link
          to="/messages/$id"
          params={{ id: message.id }}
          className="rounded-xs text-accent underline underline-offset-2 outline-none focus-visible:ring-2 focus-visible:ring-accent"
        >
          {t(open ? 'answerOnBoard' : 'openOnBoard')}
        </Link>
      </p>
    </li>
  )
}

function standing(message: Schemas['OfflineMessage'], t: (key: string, values?: Record<string, unknown>) => string): string {
  if (message.state === 'unanswered') return t(message.answered > 0 ? 'offlineAgain' : 'offlineOpen')
  return t(message.answered > 0 ? 'offlineAnswered' : 'offlineClosed', { who: message.closedByName || t('nobody') })
}
