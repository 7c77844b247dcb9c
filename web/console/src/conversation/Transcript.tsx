import clsx from 'clsx'
import { CheckCheckIcon, CheckIcon, CircleAlertIcon, ClockIcon, NotebookPenIcon, PhoneIcon } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Entry, sameEntry } from './entries'
import { MarkedText } from './MarkedText'
import { dateOf, exactTimeOf, timeOf } from './moment'
import { PageCard } from './PageCard'
import { SentFiles } from './SentFiles'

interface Around {
  /** Stands below an entry; the same function as long as it shows the same. */
  actions?: (entry: Entry) => ReactNode
  /** Stands beside an entry; the same function as long as it shows the same. */
  menu?: (entry: Entry) => ReactNode
}

/** Transcript shows the entries of a conversation in their order, with a heading for each day. */
export function Transcript({ entries, actions, menu }: Around & { entries: readonly Entry[] }) {
  return (
    <ol className="flex flex-col gap-1">
      {entries.map((entry, i) => (
        <Line key={entry.key} entry={entry} day={newDay(entries[i - 1], entry)} actions={actions} menu={menu} />
      ))}
    </ol>
  )
}

// Entries are made anew with every line: one that shows the same is left as it stands, or a long talk would cost more with each line.
const Line = memo(
  function Line({ entry, day, actions, menu }: Around & { entry: Entry; day: boolean }) {
    return (
      <li className="flex flex-col">
        {day && <p className="my-2 text-center text-[11.5px] text-muted">{dateOf(entry.at)}</p>}
        {entry.side === 'system' && <SystemLine entry={entry} />}
        {entry.side === 'note' && <NoteLine entry={entry} />}
        {entry.side !== 'system' && entry.side !== 'note' && <Bubble entry={entry} actions={actions} menu={menu} />}
      </li>
    )
  },
  (a, b) => a.day === b.day && a.actions === b.actions && a.menu === b.menu && sameEntry(a.entry, b.entry),
)

function newDay(before: Entry | undefined, entry: Entry): boolean {
  const today = new Date().toDateString()
  const day = new Date(entry.at).toDateString()
  return before ? new Date(before.at).toDateString() !== day : day !== today
}

function SystemLine({ entry }: { entry: Entry }) {
  return (
    <p className="my-2 px-4 text-center text-[11.5px] text-muted" title={exactTimeOf(entry.at)}>
      {entry.call && <PhoneIcon aria-hidden="true" data-call-line strokeWidth={1.75} className="mr-1.5 mb-0.5 inline size-3.5" />}
      {entry.text} <span className="tabular-nums">· {timeOf(entry.at)}</span>
    </p>
  )
}

function NoteLine({ entry }: { entry: Entry }) {
  const { t } = useTranslation('conversation')
  return (
    <div className="my-2 rounded-lg border border-waiting border-dashed bg-waiting-soft px-3 py-2">
      <p className="flex items-center gap-1.5 text-[11.5px] text-muted" title={exactTimeOf(entry.at)}>
        <NotebookPenIcon aria-hidden="true" className="size-3.5 shrink-0" />
        {t('noteBy', { who: entry.name })} <span className="tabular-nums">· {timeOf(entry.at)}</span>
      </p>
      <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
        <MarkedText text={entry.text} />
      </p>
    </div>
  )
}

function Bubble({ entry, actions, menu }: Around & { entry: Entry }) {
  const { t } = useTranslation('conversation')
  const own = entry.side === 'operator'
  return (
    <div className={clsx('flex max-w-[85%] flex-col', own ? 'items-end self-end' : 'items-start self-start')}>
      <div className="group flex max-w-full flex-row-reverse gap-1">
        <div className={clsx('flex min-w-0 flex-col gap-1', own ? 'items-end' : 'items-start')}>
          <span className="sr-only">{`${own ? entry.name || t('you') : entry.name || t('visitor')}: `}</span>
          {entry.page !== undefined && <PageCard address={entry.page} />}
          {entry.page === undefined && entry.text !== '' && <Said entry={entry} />}
          {entry.files && entry.files.length > 0 && <SentFiles files={entry.files} own={own} />}
        </div>
        {menu?.(entry)}
      </div>
      {entry.last && (
        <p className="mt-1 mb-2 flex items-center gap-1 text-[11.5px] text-muted tabular-nums" title={exactTimeOf(entry.at)}>
          {timeOf(entry.at)}
          {entry.mark && <Mark entry={entry} />}
        </p>
      )}
      {actions?.(entry)}
    </div>
  )
}

function Said({ entry }: { entry: Entry }) {
  const own = entry.side === 'operator'
  const unsent = entry.mark === 'sending' || entry.mark === 'refused'
  return (
    <p
      dir="auto"
      className={clsx(
        'min-w-0 max-w-full rounded-xl px-3 py-2 whitespace-pre-wrap wrap-anywhere',
        !own && 'bg-sunk text-text',
        own && (unsent ? 'border border-line border-dashed bg-surface text-text' : 'bg-accent text-on-accent'),
      )}
    >
      <MarkedText text={entry.text} />
    </p>
  )
}

function Mark({ entry }: { entry: Entry }) {
  const { t } = useTranslation('conversation')
  if (entry.mark === 'refused') {
    return (
      <span className="flex items-center gap-1 text-bad">
        <CircleAlertIcon aria-hidden="true" className="size-3.5 shrink-0" />
        {t('refused', { reason: entry.unsent?.refused || t('refusedUnknown') })}
      </span>
    )
  }
  return (
    <span className="flex items-center gap-1">
      <span aria-hidden="true">·</span>
      {entry.mark === 'sending' && <ClockIcon aria-hidden="true" className="size-3" />}
      {entry.mark === 'delivered' && <CheckIcon aria-hidden="true" className="size-3" />}
      {entry.mark === 'read' && <CheckCheckIcon aria-hidden="true" className="size-3 text-accent" />}
      {t(entry.mark ?? 'sent')}
    </span>
  )
}
