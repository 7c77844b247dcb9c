import { useStore } from '@nanostores/react'
import { ArrowDownIcon } from 'lucide-react'
import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Button } from '../ui/Button'
import { attachAgain } from './attached'
import { again } from './conversations'
import { $drafts, setDraft } from './draft'
import { type End, keepEnd } from './end'
import { type Entry, entriesOf } from './entries'
import { saidIn } from './files'
import { $lines, $unreachable } from './following'
import { missingAfter, NO_LINES, through, visibleLines } from './lines'
import { MessageMenu } from './MessageMenu'
import { Notice } from './Notice'
import { useNotes, withNotes } from './notes'
import { $outbox, dropUnsent } from './outbox'
import { Transcript } from './Transcript'
import { TypingLine } from './TypingLine'
import { useLookedAt } from './useLookedAt'
import { useRead } from './useRead'
import { useSeen } from './useSeen'

/** ConversationView shows the talk so far and follows it: new lines scroll in, unless the reader has scrolled back. */
export function ConversationView({ conversation, head }: { conversation: Schemas['Conversation']; head?: ReactNode }) {
  const { t } = useTranslation('conversation')
  const lines = useStore($lines)[conversation.id] ?? NO_LINES
  const unreachable = useStore($unreachable)[conversation.id]
  const outbox = useStore($outbox)
  const notes = useNotes(conversation.id)
  const entries = useMemo(() => {
    const unsent = outbox.filter((message) => message.conversation === conversation.id)
    return withNotes(entriesOf(visibleLines(lines), unsent, conversation.visitorGot, conversation.visitorRead), notes)
  }, [lines, outbox, notes, conversation.id, conversation.visitorGot, conversation.visitorRead])
  const actions = useCallback((entry: Entry) => <Refused entry={entry} conversation={conversation.id} />, [conversation.id])
  const looked = useLookedAt(conversation.id)
  useRead(conversation, through(lines), looked)
  useSeen(conversation, lines.list.length, looked)
  const { box, content, below, toEnd } = useFollowed(entries)
  const loading = lines.list.length === 0 && missingAfter(lines, conversation.lastSeq) !== undefined

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={t('history')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-4 py-3"
      >
        <div ref={content}>
          {head}
          {loading && !unreachable && <p className="py-4 text-center text-muted">{t('loading')}</p>}
          <Transcript entries={entries} actions={actions} menu={menuOf} />
          <TypingLine conversation={conversation} />
        </div>
      </div>
      {unreachable && (
        <div role="status" className="border-line border-t px-4 py-2">
          <Notice tone="waiting">{t('unreachable')}</Notice>
        </div>
      )}
      {below && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button className="pointer-events-auto shadow-float" icon={<ArrowDownIcon />} onClick={toEnd}>
            {t('newBelow')}
          </Button>
        </div>
      )}
      <Announcer entries={entries} lastSeq={conversation.lastSeq} />
    </div>
  )
}

const menuOf = (entry: Entry) => <MessageMenu entry={entry} />

/** Refused offers what to do with a message that will never be accepted as it is. */
function Refused({ entry, conversation }: { entry: Entry; conversation: string }) {
  const { t } = useTranslation('conversation')
  const unsent = entry.unsent
  if (unsent?.refused === undefined) return null
  const edit = () => {
    const draft = $drafts.get()[conversation]
    setDraft(conversation, draft ? `${draft}\n${unsent.text}` : unsent.text)
    attachAgain(conversation, unsent.files ?? [])
    dropUnsent(unsent.id)
    again()
  }
  return (
    <div className="mb-2 flex gap-1">
      <Button kind="quiet" onClick={edit}>
        {t('editAgain')}
      </Button>
      <Button kind="quiet" onClick={() => dropUnsent(unsent.id)}>
        {t('remove')}
      </Button>
    </div>
  )
}

// Reads out what comes in while the talk is open, never its history.
function Announcer({ entries, lastSeq }: { entries: readonly Entry[]; lastSeq: number }) {
  const { t } = useTranslation('conversation')
  const [since] = useState(lastSeq)
  const latest = entries.findLast((entry) => entry.side !== 'operator' && Number(entry.key) > since)
  const words = latest && (latest.side === 'visitor' ? `${latest.name || t('visitor')}: ${saidIn(latest)}` : latest.text)
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  )
}

function useFollowed(entries: readonly Entry[]) {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const end = useRef<End>(undefined)
  const [below, setBelow] = useState(false)
  const last = entries.at(-1)

  const toEnd = () => {
    end.current?.go()
    setBelow(false)
  }
  useLayoutEffect(() => {
    if (!box.current || !content.current) return
    end.current = keepEnd(box.current, content.current, () => setBelow(false))
    return end.current.stop
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever adds to the end is news
  useLayoutEffect(() => {
    if (end.current?.isThere() || last?.mark === 'sending') toEnd()
    else if (last) setBelow(true)
  }, [last?.key, last?.mark])
  return { box, content, below, toEnd }
}
