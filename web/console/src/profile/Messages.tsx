import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { LinkedText } from '../conversation/LinkedText'
import { dateAndTimeOf } from '../conversation/moment'
import { wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { EarlierConversation } from './EarlierConversation'
import { useHistory } from './profiles'
import { Scroll } from './Scroll'

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
      </section>
      <section>
        <h3 className="mb-2 font-semibold">{t('offline')}</h3>
        {data.offline.length === 0 && <p className="text-muted">{t('noOffline', { name })}</p>}
        <ul className="flex flex-col gap-3">
          {data.offline.map((message) => (
            <li key={message.id} className="rounded-lg border border-line p-3">
              <p className="text-[11.5px] text-muted tabular-nums">
                {dateAndTimeOf(message.at)}
                {message.name && ` · ${t('from', { name: message.name })}`} · <LinkedText text={message.email} />
              </p>
              <p dir="auto" className="mt-1 whitespace-pre-wrap wrap-anywhere">
                <LinkedText text={message.text} />
              </p>
            </li>
          ))}
        </ul>
      </section>
    </Scroll>
  )
}
