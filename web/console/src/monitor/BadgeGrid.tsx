import { useStore } from '@nanostores/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $profiles } from '../state/profiles'
import { columnsIn, LOOKS } from './arrangement'
import { Badge } from './Badge'
import { commandKey, menuKey } from './gestures'
import { stepTo } from './roving'
import { $selected } from './selection'
import { useSize } from './useView'

type Visit = Schemas['Visit']

/** MANY is from how many badges on only those in view are drawn. */
const MANY = 60
/** BadgeGrid shows the badges of a zone in rows, and is walked with the arrow keys. */
export function BadgeGrid({ zone, visits, compact }: { zone: Schemas['Zone']; visits: readonly Visit[]; compact: boolean }) {
  const { t } = useTranslation('monitor')
  const scroller = useRef<HTMLDivElement>(null)
  const look = compact ? LOOKS.compact : LOOKS.detailed
  const { width } = useSize(scroller)
  const columns = columnsIn(width, look)
  const shown = useRows(scroller, Math.ceil(visits.length / columns), look, visits.length > MANY)
  const { current, onStep } = useRoving(scroller, visits, columns, shown.show)
  const selected = useStore($selected)
  const { open } = useStore($profiles)
  const first = shown.from * columns
  return (
    <div ref={scroller} data-scroller="" className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
      <ul
        aria-label={t('inZone', { name: zone.name })}
        data-zone={zone.id}
        className="grid"
        style={{
          gap: look.gap,
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridAutoRows: look.row,
          padding: `${look.pad + shown.before}px ${look.pad}px ${look.pad + shown.after}px`,
        }}
      >
        {width > 0 &&
          visits
            .slice(first, shown.to * columns)
            .map((visit, i) => (
              <Badge
                key={visit.id}
                visit={visit}
                compact={compact}
                current={visit.id === current}
                selected={visit.id === selected}
                framed={open.some((one) => one.visit.id === visit.id)}
                place={first + i + 1}
                of={visits.length}
                onStep={onStep}
              />
            ))}
      </ul>
    </div>
  )
}

/** useRows is which rows are drawn, and how much room those before and after them take. */
function useRows(
  scroller: React.RefObject<HTMLElement | null>,
  rows: number,
  look: { row: number; gap: number; pad: number },
  many: boolean,
) {
  const step = look.row + look.gap
  const virtual = useVirtualizer({
    count: rows,
    enabled: many,
    getScrollElement: () => scroller.current,
    estimateSize: () => step,
    paddingStart: look.pad,
    overscan: 3,
  })
  // The virtualizer keeps sizes that it has once worked out.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the size of a row changes
  useLayoutEffect(() => virtual.measure(), [step])
  const show = useCallback((row: number) => many && virtual.scrollToIndex(row), [many, virtual])
  const items = many ? virtual.getVirtualItems() : []
  const [head, tail] = [items[0], items.at(-1)]
  if (!many || !head || !tail) return { from: 0, to: many ? 8 : rows, before: 0, after: many ? (rows - 8) * step : 0, show }
  return { from: head.index, to: tail.index + 1, before: head.index * step, after: (rows - tail.index - 1) * step, show }
}

/** useRoving is which badge Tab reaches, and what keys do on a badge. */
function useRoving(
  scroller: React.RefObject<HTMLElement | null>,
  visits: readonly Visit[],
  columns: number,
  show: (row: number) => void,
) {
  const [walked, setWalked] = useState<string>()
  const wanted = useRef<string>(undefined)
  const latest = useRef({ visits, columns })
  latest.current = { visits, columns }
  useLayoutEffect(() => {
    const badge = wanted.current && scroller.current?.querySelector<HTMLElement>(`[data-visit="${CSS.escape(wanted.current)}"]`)
    if (!badge) return
    wanted.current = undefined
    badge.focus()
  })
  const onStep = useCallback(
    (event: KeyboardEvent<HTMLElement>, visit: string) => {
      const { visits, columns } = latest.current
      const at = visits.findIndex(({ id }) => id === visit)
      const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : stepTo(event.key, at, visits.length, columns)
      if (next === undefined) return void (menuKey(event) || commandKey(event, visit))
      event.preventDefault()
      wanted.current = visits[next]?.id
      setWalked(wanted.current)
      show(Math.floor(next / columns))
    },
    [show],
  )
  const current = visits.some(({ id }) => id === walked) ? walked : visits[0]?.id
  return { current, onStep }
}
