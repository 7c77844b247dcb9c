import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { CheckIcon } from 'lucide-react'
import { computed } from 'nanostores'
import { type KeyboardEvent, type MouseEvent, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { labelOf } from '../command/command'
import { requestCommands } from '../command/request'
import { openProfile } from '../command/visitor'
import { lengthOf } from '../profile/described'
import { useMe } from '../profile/profiles'
import { answerRequest } from '../request/answering'
import { $clock } from '../state/clock'
import { $operators, $queue, $visits } from '../state/live'
import { Button } from '../ui/Button'
import { single } from '../ui/Button/single'
import { ContextMenu } from '../ui/ContextMenu'
import { Flag } from '../ui/Flag'
import type { MenuPart } from '../ui/Menu/entries'
import { passedBy, statusOf } from './status'
import { Empty } from './Window'

type Request = Schemas['Request']
type Visit = Schemas['Visit']

/** AT_MOST is how many requests are shown: behind them nobody reads on, and each counts its seconds. */
const AT_MOST = 100

// Of ten frames a second with thousands of visits only these matter here; one that did not change stays the same.
const $waiting = computed([$queue, $visits], (queue, visits) =>
  queue.slice(0, AT_MOST).map((request): readonly [Request, Visit | undefined] => [request, visits[request.visit]]),
)

/** QueueTable is the Communication Queue: who waits, first the one to be served first (QUE-1, QUE-2). */
export function QueueTable() {
  const { t } = useTranslation('communication')
  const waiting = useStore($waiting)
  const queue = useStore($queue)
  const partsFor = useRequestMenu()
  const [current, setCurrent] = useState('')
  if (queue.length === 0) return <Empty>{t('queueEmpty')}</Empty>
  const reachable = waiting.some(([{ id }]) => id === current) ? current : waiting[0]?.[0].id
  return (
    <ContextMenu partsFor={partsFor}>
      <table className="w-full table-fixed border-collapse text-left">
        <thead>
          <tr className="border-line border-b text-[11.5px] text-muted">
            <th scope="col" className="w-24 px-4 py-2 font-medium whitespace-nowrap max-sm:w-22">
              {t('inQueue')}
            </th>
            <th scope="col" className="px-2 py-2 font-medium">
              {t('badge')}
            </th>
            <th scope="col" className="w-[38%] px-2 py-2 pr-4 font-medium sm:w-[44%]">
              {t('status')}
            </th>
          </tr>
        </thead>
        <tbody>
          {waiting.map(([request, visit]) => (
            <Row key={request.id} request={request} visit={visit} reachable={request.id === reachable} onFocus={setCurrent} />
          ))}
        </tbody>
      </table>
      {queue.length > AT_MOST && <Empty>{t('more', { count: queue.length - AT_MOST })}</Empty>}
    </ContextMenu>
  )
}

interface RowProps {
  request: Request
  visit: Visit | undefined
  /** The row that Tab reaches. */
  reachable: boolean
  onFocus: (request: string) => void
}

const Row = memo(function Row({ request, visit, reachable, onFocus }: RowProps) {
  const open = () => void openProfile(request.visit, 'live')
  // Two clicks on a button are no double click on what has come under it.
  const onDoubleClick = ({ target }: MouseEvent) => target instanceof Element && !target.closest('button') && open()
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter') open()
    else if (event.key === 'ArrowDown') beside(event.currentTarget, 'nextElementSibling')?.focus()
    else if (event.key === 'ArrowUp') beside(event.currentTarget, 'previousElementSibling')?.focus()
    else return
    event.preventDefault()
  }
  return (
    <tr
      data-request={request.id}
      tabIndex={reachable ? 0 : -1}
      aria-haspopup="menu"
      onFocus={() => onFocus(request.id)}
      onKeyDown={onKeyDown}
      onDoubleClick={onDoubleClick}
      className="border-line border-b outline-none last:border-b-0 hover:bg-sunk focus-visible:bg-soft focus-visible:outline-2 focus-visible:outline-accent focus-visible:-outline-offset-2"
    >
      <td className="px-4 py-2.5 align-top">
        <Waited since={request.asked} />
      </td>
      <td className="px-2 py-2.5 align-top">
        <Who request={request} visit={visit} />
      </td>
      <td className="px-2 py-2 pr-3 align-top">
        <Standing request={request} />
      </td>
    </tr>
  )
})

function Waited({ since }: { since: number }) {
  const now = useStore($clock)
  return <span className="font-semibold text-waiting tabular-nums">{lengthOf(now - since)}</span>
}

function Who({ request, visit }: { request: Request; visit: Visit | undefined }) {
  return (
    <div className="flex min-w-0 items-start gap-2.5">
      {visit?.country && <Flag country={visit.country} className="mt-0.5" />}
      <div className="min-w-0">
        <p dir="auto" className="truncate text-left font-semibold" title={request.visitorName}>
          {request.visitorName}
        </p>
        {visit && (
          <p dir="auto" className="truncate text-left text-muted" title={visit.title || visit.url}>
            {visit.title || visit.url}
          </p>
        )}
      </div>
    </div>
  )
}

function Standing({ request }: { request: Request }) {
  const { t } = useTranslation('communication')
  const me = useMe()
  const operators = useStore($operators)
  const nameOf = (operator: string) => operators[operator]?.name || t('operator')
  const { key, who, rings } = statusOf(request, me, nameOf)
  const declined = passedBy(request, 'declined', nameOf)
  const missed = passedBy(request, 'missed', nameOf)
  const more = [
    request.kind === 'voice' && t('voice'),
    request.returned && key !== 'returned' && t('returnedToo'),
    request.invited && t('invited'),
    declined && t('declined', { who: declined }),
    missed && t('missed', { who: missed }),
  ].filter(Boolean)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <div className="min-w-24 flex-1">
        <p className={clsx('wrap-anywhere', rings && 'font-medium text-waiting')}>{t(`state.${key}`, { who })}</p>
        <p className="text-[11.5px] text-muted empty:hidden">{more.join(' · ')}</p>
      </div>
      <Button icon={<CheckIcon />} onClick={single(() => void answerRequest(request.id, 'accept'))}>
        {t('startChat')}
      </Button>
    </div>
  )
}

function beside(row: HTMLElement, which: 'nextElementSibling' | 'previousElementSibling'): HTMLElement | undefined {
  const other = row[which]
  return other instanceof HTMLElement ? other : undefined
}

/** useRequestMenu is what can be done with the request whose row an element belongs to. */
function useRequestMenu(): (element: Element) => readonly MenuPart[] {
  const { t } = useTranslation('commands')
  return (element) => {
    const id = element.closest<HTMLElement>('[data-request]')?.dataset.request
    const request = $queue.get().find((one) => one.id === id)
    if (!request) return []
    return requestCommands.map((command) => ({
      name: command.name,
      label: t(labelOf(command, request)),
      icon: <command.icon />,
      shortcut: command.shortcut,
      run: () => command.run(request),
    }))
  }
}
