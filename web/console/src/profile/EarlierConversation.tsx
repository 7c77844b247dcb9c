import { useInfiniteQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { ChevronRightIcon } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { entriesOf } from '../conversation/entries'
import { dateAndTimeOf } from '../conversation/moment'
import { Transcript } from '../conversation/Transcript'
import { api, wordsOf } from '../state/api'
import { Button } from '../ui/Button'

/** EarlierConversation is one line of the history that opens to its transcript, fetched when it is first opened. */
export function EarlierConversation({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('profile')
  const [open, setOpen] = useState(false)
  const id = useId()
  const minutes = conversation.ended && Math.max(1, Math.round((conversation.ended - conversation.started) / 60_000))
  const facts = [
    t('talkWith', { who: conversation.operatorName || t('nobody') }),
    minutes ? t('talkLength', { count: minutes }) : t('talkOpen'),
    t('messagesCount', { count: conversation.lastSeq }),
  ]
  return (
    <li className="rounded-lg border border-line">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 rounded-lg px-3 py-2 text-left outline-none hover:bg-background focus-visible:ring-3 focus-visible:ring-soft"
      >
        <ChevronRightIcon aria-hidden="true" className={clsx('size-4 shrink-0 text-muted', open && 'rotate-90')} />
        <span className="min-w-0 flex-1">
          <span className="block font-medium tabular-nums">{dateAndTimeOf(conversation.started)}</span>
          <span className="block truncate text-muted">{facts.join(' · ')}</span>
        </span>
      </button>
      {open && (
        <div id={id} className="border-line border-t px-3 py-3">
          <EarlierTranscript conversation={conversation} />
        </div>
      )}
    </li>
  )
}

function EarlierTranscript({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('profile')
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['transcript', conversation.id, conversation.lastSeq],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      api.get<Schemas['Messages']>(`/conversations/${conversation.id}/messages?after=${pageParam}&limit=100`),
    getNextPageParam: (last) => (last.more ? last.messages.at(-1)?.seq : undefined),
  })
  const entries = useMemo(
    () => entriesOf(data?.pages.flatMap((page) => page.messages) ?? [], [], conversation.visitorGot),
    [data, conversation.visitorGot],
  )
  if (error && !data) {
    return (
      <div role="alert" className="flex flex-col items-start gap-2">
        <p className="text-bad">{t('loadFailed', { detail: wordsOf(error) })}</p>
        <Button onClick={() => void refetch()}>{t('again')}</Button>
      </div>
    )
  }
  if (!data) return <p className="text-muted">{t('loading')}…</p>
  if (entries.length === 0) return <p className="text-muted">{t('transcriptEmpty')}</p>
  return (
    <>
      <Transcript entries={entries} />
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} disabled={isFetching}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
