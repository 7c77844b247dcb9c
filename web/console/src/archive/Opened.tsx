import { useStore } from '@nanostores/react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowLeftIcon, UserIcon } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { openProfile } from '../command/visitor'
import { About } from '../conversation/About'
import { entriesOf } from '../conversation/entries'
import { dateAndTimeOf } from '../conversation/moment'
import { useNotes, withNotes } from '../conversation/notes'
import { Standing } from '../conversation/Standing'
import { Transcript } from '../conversation/Transcript'
import { api, wordsOf } from '../state/api'
import { $me, $visits } from '../state/live'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { archivedChanged, useArchived } from './archive'

/** Opened shows a conversation of the archive with all its lines, to be read; what operators keep on it can be changed. */
export function Opened({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('archive')
  const { data, error, refetch } = useArchived(id)
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation is read from its heading on
  useEffect(() => heading.current?.focus(), [id, data?.id])
  return (
    <section
      aria-label={data ? t('conversationWith', { name: data.visitorName }) : t('title')}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex items-center gap-2 border-line border-b px-3 py-2">
        <IconButton label={t('back')} icon={<ArrowLeftIcon />} onClick={onClose} />
        <h2 ref={heading} tabIndex={-1} dir="auto" className="min-w-0 flex-1 truncate font-[640] text-[15px] outline-none">
          {data?.visitorName}
          {data && <span className="ml-2 font-normal text-[11.5px] text-muted tabular-nums">{dateAndTimeOf(data.started)}</span>}
        </h2>
        {data && <ToProfile conversation={data} />}
      </div>
      {error && !data && (
        <div role="alert" className="flex flex-col items-start gap-2 p-4">
          <p className="text-bad">{t('openFailed', { detail: wordsOf(error) })}</p>
          <Button onClick={() => void refetch()}>{t('again')}</Button>
        </div>
      )}
      {data && <Read conversation={data} />}
    </section>
  )
}

function Read({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('archive')
  const me = useStore($me)
  const notes = useNotes(conversation.id)
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['transcript', conversation.id, conversation.lastSeq],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      api.get<Schemas['Messages']>(`/conversations/${conversation.id}/messages?after=${pageParam}&limit=200`),
    getNextPageParam: (last) => (last.more ? last.messages.at(-1)?.seq : undefined),
  })
  const entries = useMemo(() => {
    const lines = data?.pages.flatMap((page) => page.messages) ?? []
    return withNotes(entriesOf(lines, [], conversation.visitorGot, conversation.visitorRead), notes)
  }, [data, notes, conversation.visitorGot, conversation.visitorRead])
  return (
    <>
      <section
        aria-label={t('transcript')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-4 py-3 outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
      >
        {!data && !error && <p className="text-muted">{t('loading')}</p>}
        {error && (
          <p role="alert" className="text-bad">
            {t('openFailed', { detail: wordsOf(error) })}
          </p>
        )}
        <div className="mx-auto max-w-3xl">
          <Transcript entries={entries} />
          {hasNextPage && (
            <Button onClick={() => void fetchNextPage()} disabled={isFetching}>
              {t('more')}
            </Button>
          )}
        </div>
      </section>
      <div className="flex max-h-[50%] flex-col gap-2 overflow-y-auto border-line border-t px-4 py-3">
        <Standing conversation={conversation} me={me} />
        <About conversation={conversation} onChange={archivedChanged} />
      </div>
    </>
  )
}

/** ToProfile leads to the visitor's profile while he is here. */
function ToProfile({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('archive')
  const visits = useStore($visits)
  const here = useMemo(
    () => Object.values(visits).find((visit) => visit.visitor === conversation.visitor),
    [visits, conversation.visitor],
  )
  if (!here) return <p className="shrink-0 text-[11.5px] text-muted">{t('notHere')}</p>
  return (
    <Button icon={<UserIcon />} onClick={() => void openProfile(here.id, conversation.state === 'open' ? 'live' : 'general')}>
      {t('profile')}
    </Button>
  )
}
