import { useStore } from '@nanostores/react'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { CheckIcon, PaperclipIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { dateAndTimeOf } from '../conversation/moment'
import { wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { type Show, useBoard } from './board'
import { $unanswered } from './unanswered'

const SHOWS: readonly Show[] = ['all', 'unanswered', 'closed']

/** MessageList is the board: unanswered messages light blue, closed ones grey, latest first. */
export function MessageList(props: { show: Show; onShow: (show: Show) => void }) {
  const { t } = useTranslation('offline')
  const count = useStore($unanswered)?.count
  return (
    <>
      <header className="flex flex-col gap-2.5 border-line border-b px-4 pt-3.5 pb-3">
        <div className="flex items-baseline gap-2.5">
          <h1 className="font-[650] text-[20px] tracking-[-0.01em]">{t('title')}</h1>
          {count !== undefined && <p className="text-muted">{t('unansweredCount', { count })}</p>}
        </div>
        <fieldset className="flex gap-1">
          <legend className="sr-only">{t('show')}</legend>
          {SHOWS.map((show) => (
            <button
              key={show}
              type="button"
              aria-pressed={props.show === show}
              onClick={() => props.onShow(show)}
              className="h-7 rounded-control px-2.5 font-medium text-muted outline-none hover:text-text focus-visible:ring-2 focus-visible:ring-accent aria-pressed:bg-sunk aria-pressed:text-text pointer-coarse:h-10"
            >
              {t(show)}
            </button>
          ))}
        </fieldset>
      </header>
      <Rows show={props.show} />
    </>
  )
}

function Rows({ show }: { show: Show }) {
  const { t } = useTranslation('offline')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useBoard(show)
  const messages = data?.pages.flatMap((page) => page.messages)
  if (!messages) {
    return error ? (
      <div role="alert" className="flex flex-col items-start gap-3 p-4">
        <p className="text-bad">{t('loadFailed', { detail: wordsOf(error) })}</p>
        <Button onClick={() => void refetch()}>{t('again')}</Button>
      </div>
    ) : (
      <p role="status" className="p-4 text-muted">
        {t('loading')}
      </p>
    )
  }
  if (messages.length === 0) return <Nothing show={show} />
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <ul>
        {messages.map((message) => (
          <Row key={message.id} message={message} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="flex justify-center p-3">
          <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Nothing({ show }: { show: Show }) {
  const { t } = useTranslation('offline')
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1.5 p-6 text-center">
      {show === 'unanswered' && <CheckIcon aria-hidden="true" className="size-7 stroke-[1.5] text-ok" />}
      <h2 className="font-semibold text-[15px]">{t(`nothing.${show}`)}</h2>
      <p className="max-w-[36ch] text-muted">{t(`nothing.${show}More`)}</p>
    </div>
  )
}

function Row({ message }: { message: Schemas['OfflineMessage'] }) {
  const { t } = useTranslation('offline')
  const unanswered = message.state === 'unanswered'
  return (
    <li className="border-line border-b">
      <Link
        to="/messages/$id"
        params={{ id: message.id }}
        data-state={message.state}
        className={clsx(
          'relative block px-4 py-2.5 outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset',
          'before:absolute before:inset-y-0 before:left-0 before:w-0.75 aria-[current=page]:before:bg-accent',
          unanswered ? 'bg-soft' : 'bg-sunk text-muted',
        )}
      >
        <span className="flex items-baseline gap-2">
          <span dir="auto" className={clsx('min-w-0 flex-1 truncate text-left', unanswered && 'font-semibold')}>
            {message.name || message.email}
          </span>
          {message.files && (
            <span title={t('files', { count: message.files.length })} className="self-center text-muted">
              <PaperclipIcon aria-hidden="true" className="size-3.5" />
              <span className="sr-only">{t('files', { count: message.files.length })}</span>
            </span>
          )}
          <time className="shrink-0 text-[11.5px] text-muted">{dateAndTimeOf(message.at)}</time>
        </span>
        <span className="block truncate">{message.subject || message.text}</span>
        <span className={clsx('block truncate text-[11.5px]', unanswered ? 'font-medium text-accent' : 'text-muted')}>
          {unanswered ? t('unanswered') : t(message.answered > 0 ? 'answeredBy' : 'closedBy', { who: message.closedByName })}
        </span>
      </Link>
    </li>
  )
}
