import { useStore } from '@nanostores/react'
import { UserRoundIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { replyTo } from '../conversation/attached'
import { DropZone } from '../conversation/DropZone'
import { LinkedText } from '../conversation/LinkedText'
import { dateAndTimeOf } from '../conversation/moment'
import { Notice } from '../conversation/Notice'
import { SentFiles } from '../conversation/SentFiles'
import { Refusal, wordsOf } from '../state/api'
import { $sites } from '../state/live'
import { showProfile } from '../state/profiles'
import { Button } from '../ui/Button'
import { toast } from '../ui/Toast/toasts'
import { closeMessage, reopenMessage, useCorrespondence } from './board'
import { Deliveries } from './Deliveries'
import { ReplyEditor } from './ReplyEditor'

/** MessageDetail shows an off-line message with its replies, and where to answer it. */
export function MessageDetail({ id }: { id: string }) {
  const { t } = useTranslation('offline')
  const { data, error, refetch } = useCorrespondence(id)
  if (data) {
    return (
      <DropZone conversation={replyTo(id)} off={false}>
        <Correspondence {...data} />
      </DropZone>
    )
  }
  if (!error) {
    return (
      <p role="status" className="p-6 text-muted">
        {t('loading')}
      </p>
    )
  }
  return (
    <div role="alert" className="flex flex-col items-start gap-3 p-6">
      {error instanceof Refusal && error.status === 404 ? (
        <p>{t('gone')}</p>
      ) : (
        <>
          <p className="text-bad">{t('loadFailed', { detail: wordsOf(error) })}</p>
          <Button onClick={() => void refetch()}>{t('again')}</Button>
        </>
      )}
    </div>
  )
}

function Correspondence({ message, replies, addresses, visit, canMail }: Schemas['Correspondence']) {
  const { t } = useTranslation('offline')
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-4 p-6 max-md:p-4">
        <Head message={message} visit={visit} />
        <article aria-label={t('theirs')} className="rounded-window border border-line bg-surface px-4 py-3.5">
          <p dir="auto" className="whitespace-pre-wrap wrap-anywhere text-[14px]">
            <LinkedText text={message.text} />
          </p>
          {message.files && (
            <div className="mt-3">
              <SentFiles files={message.files} own={false} />
            </div>
          )}
        </article>
        {replies.map((one) => (
          <Reply key={one.id} reply={one} />
        ))}
        {message.state === 'closed' && <Closed message={message} />}
        <ReplyEditor message={message} replies={replies.length} addresses={addresses} canMail={canMail}>
          <Standing message={message} />
        </ReplyEditor>
      </div>
    </div>
  )
}

function Head({ message, visit }: Pick<Schemas['Correspondence'], 'message' | 'visit'>) {
  const { t } = useTranslation('offline')
  const sites = useStore($sites)
  const open = () => {
    if (!visit) return
    showProfile(visit.id, 'messages').catch((error) => toast(t('profileFailed', { detail: wordsOf(error) }), { tone: 'bad' }))
  }
  const site = Object.keys(sites).length > 1 ? sites[message.site]?.name : undefined
  return (
    <header className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <h2 dir="auto" className="font-[640] text-[17px] wrap-anywhere">
          {message.subject || t('noSubject')}
        </h2>
        <p className="mt-0.5 text-muted wrap-anywhere">
          {message.name && <span className="font-medium text-text">{message.name} </span>}
          <span>{message.email}</span> · {dateAndTimeOf(message.at)}
          {site && ` · ${site}`}
        </p>
      </div>
      {visit && (
        <Button icon={<UserRoundIcon />} onClick={open}>
          {t('profile')}
        </Button>
      )}
    </header>
  )
}

function Reply({ reply }: { reply: Schemas['OfflineReply'] }) {
  const { t } = useTranslation('offline')
  return (
    <article
      aria-label={t('replyOf', { who: reply.operatorName })}
      className="ml-8 rounded-window border border-line bg-soft px-4 py-3 max-md:ml-4"
    >
      <p className="text-[11.5px] text-muted">
        <span className="font-medium text-text">{reply.operatorName}</span> · {dateAndTimeOf(reply.at)}
      </p>
      <p dir="auto" className="mt-1 whitespace-pre-wrap wrap-anywhere">
        <LinkedText text={reply.text} />
      </p>
      {reply.files && (
        <div className="mt-2">
          <SentFiles files={reply.files} own={false} />
        </div>
      )}
      <Deliveries to={reply.to} />
    </article>
  )
}

function Closed({ message }: { message: Schemas['OfflineMessage'] }) {
  const { t } = useTranslation('offline')
  const words = t(message.answered > 0 ? 'answeredBy' : 'closedBy', { who: message.closedByName })
  return (
    <p className="text-center text-muted">
      {words}
      {message.closed && `, ${dateAndTimeOf(message.closed)}`}
    </p>
  )
}

/** Standing closes the message, or has it stand unanswered again. */
function Standing({ message }: { message: Schemas['OfflineMessage'] }) {
  const { t } = useTranslation('offline')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState('')
  const closed = message.state === 'closed'
  const change = async () => {
    setBusy(true)
    setRefused('')
    try {
      await (closed ? reopenMessage : closeMessage)(message.id)
    } catch (error) {
      setRefused(wordsOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button kind={closed ? 'quiet' : 'plain'} onClick={() => void change()} disabled={busy}>
        {t(closed ? 'reopen' : 'close')}
      </Button>
      <div role="alert" className="order-last basis-full empty:hidden">
        {refused && <Notice tone="bad">{refused}</Notice>}
      </div>
    </>
  )
}
