import { useStore } from '@nanostores/react'
import { useInfiniteQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { ChevronRightIcon } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { entriesOf } from '../conversation/entries'
import { dateAndTimeOf } from '../conversation/moment'
import { useNotes, withNotes } from '../conversation/notes'
import { Stars } from '../conversation/RatingLine'
import { Transcript } from '../conversation/Transcript'
import { api, wordsOf } from '../state/api'
import { $conversations } from '../state/live'
import { Button } from '../ui/Button'

/** EarlierConversation is one line of the history that opens to its transcript, fetched when it is first opened. */
export function EarlierConversation({ conversation: stored }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('profile')
  // What is told of it meanwhile, such as a rating, is newer.
  const conversation = useStore($conversations)[stored.id] ?? stored
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
          <span className="flex items-center gap-2">
            <span className="font-medium tabular-nums">{dateAndTimeOf(conversation.started)}</span>
            {conversation.stars && <Stars stars={conversation.stars} />}
          </span>
          <span className="block truncate text-muted">{facts.join(' · ')}</span>
          {conversation.tags.length > 0 && (
            <span className="flex flex-wrap gap-1 pt-0.5">
              {conversation.tags.map((tag) => (
                <span key={tag} className="max-w-full truncate rounded-full bg-sunk px-2 text-[11.5px] text-muted">
                  {tag}
                </span>
              ))}
            </span>
          )}
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
  const notes = useNotes(conversation.id)
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['transcript', conversation.id, conversation.lastSeq],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      api.get<Schemas['Messages']>(`/conversations/${conversation.id}/messages?after=${pageParam}&limit=100`),
    getNextPageParam: (last) => (last.more ? last.messages.at(-1)?.seq : undefined),
  })
  const entries = useMemo(() => {
    const lines = data?.pages.flatMap((page) => page.messages) ?? []
    const said = entriesOf(lines, [], conversation.visitorGot, conversation.visitorRead)
    // A note that was written after a line still to be fetched has to wait for it.
    const until = hasNextPage ? (lines.at(-1)?.at ?? 0) : Number.POSITIVE_INFINITY
    return withNotes(
      said,
      notes.filter(({ at }) => at <= until),
    )
  }, [data, notes, hasNextPage, conversation.visitorGot, conversation.visitorRead])
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
      {error && (
        <p role="alert" className="my-2 text-bad">
          {t('loadFailed', { detail: wordsOf(error) })}
        </p>
      )}
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} disabled={isFetching}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
