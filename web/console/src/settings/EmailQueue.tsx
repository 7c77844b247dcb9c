import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { dateAndTimeOf } from '../conversation/moment'
import { Notice } from '../conversation/Notice'
import { wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { toast } from '../ui/Toast/toasts'
import { sendAgain, useMailQueue } from './email'
import { Section } from './Section'

/** EmailQueue shows the e-mails that are not sent: those that wait, and those that failed. */
export function EmailQueue() {
  const { t } = useTranslation('email')
  const { data, error, refetch } = useMailQueue()
  return (
    <Section title={t('queue')} hint={t('queueHint')}>
      {data ? (
        <>
          <p>{[t('waiting', { count: data.waiting }), t('failed', { count: data.failed })].join(' · ')}</p>
          {data.mails.length > 0 && (
            <ul className="flex flex-col gap-2">
              {data.mails.map((mail) => (
                <Row key={mail.id} mail={mail} />
              ))}
            </ul>
          )}
        </>
      ) : error ? (
        <div role="alert" className="flex flex-col items-start gap-3">
          <p className="text-bad">{wordsOf(error)}</p>
          <Button onClick={() => void refetch()}>{t('again')}</Button>
        </div>
      ) : (
        <p role="status" className="text-muted">
          {t('loading')}
        </p>
      )}
    </Section>
  )
}

function Row({ mail }: { mail: Schemas['Mail'] }) {
  const { t } = useTranslation('email')
  const failed = mail.state === 'failed'
  const words = [
    failed
      ? t('wasFailed')
      : mail.attempts > 0
        ? t('tried', { count: mail.attempts, at: dateAndTimeOf(mail.next ?? 0) })
        : t('fresh'),
    mail.trouble && t(`offline:trouble.${mail.trouble}`),
  ].filter(Boolean)
  const again = () => {
    sendAgain(mail.id).catch((error) => toast(wordsOf(error), { tone: 'bad' }))
  }
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-window border border-line bg-surface px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="wrap-anywhere">
          <span className="font-medium">{t(`kind.${mail.kind}`)}</span> {t('toWhom', { to: mail.to })}
        </p>
        <p className="truncate text-muted" title={mail.subject}>
          {mail.subject}
        </p>
        <Notice tone={failed ? 'bad' : 'waiting'}>{words.join(': ')}.</Notice>
      </div>
      {mail.offline && (
        <Link to="/messages/$id" params={{ id: mail.offline }} className="text-accent underline">
          {t('message')}
        </Link>
      )}
      {failed && <Button onClick={again}>{t('sendAgain')}</Button>}
    </li>
  )
}
