import { useStore } from '@nanostores/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $profiles } from '../state/profiles'
import { columnsIn, LOOKS } from './arrangement'
import { Badge } from './Badge'
import { commandKey, menuKey } from './gestures'
import { stepTo } from './roving'
import { $selected } from './selection'
import { $sought, bringIntoView } from './show'
import { nearest } from './slots'
import { $steady, isScrolling } from './steady'
import { usePlaces } from './usePlaces'
import { useSize } from './useView'

type Visit = Schemas['Visit']

/** MANY is from how many badges on only those in view are drawn. */
const MANY = 60

/** BadgeGridProps are what the badges of a zone depend on. */
interface BadgeGridProps {
  zone: Schemas['Zone']
  visits: readonly Visit[]
  compact: boolean
  /** For what the window was made; with another value all badges close up. */
  made: string
}

/** BadgeGrid shows the badges of a zone in rows, and is walked with the arrow keys. */
export function BadgeGrid({ zone, visits, compact, made }: BadgeGridProps) {
  const { t } = useTranslation('monitor')
  const scroller = useRef<HTMLDivElement>(null)
  const look = compact ? LOOKS.compact : LOOKS.detailed
  const { width, height } = useSize(scroller)
  const columns = columnsIn(width, look)
  const places = usePlaces(visits, `${made} ${columns}`)
  const rows = useRows(scroller, Math.ceil(places.length / columns), look, visits.length > MANY)
  const { current, onStep } = useRoving(scroller, places, columns, rows.show)
  const selected = useStore($selected)
  const { open } = useStore($profiles)
  useFramedInView(scroller, places, columns, rows.show, width > 0 ? `${width} ${height}` : '')
  const first = rows.from * columns
  return (
    <div ref={scroller} data-scroller="" className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
      <ul
        aria-label={t('inZone', { name: zone.name })}
        data-zone={zone.id}
        data-crowded={visits.length > MANY ? '' : undefined}
        className="grid"
        style={{
          gap: look.gap,
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridAutoRows: look.row,
          padding: `${look.pad + rows.before}px ${look.pad}px ${look.pad + rows.after}px`,
        }}
      >
        {width > 0 &&
          places.slice(first, rows.to * columns).map((visit, i) =>
            visit ? (
              <Badge
                key={visit.id}
                visit={visit}
                compact={compact}
                current={visit.id === current}
                selected={visit.id === selected}
                framed={open.some((one) => one.visit.id === visit.id)}
                place={first + i + 1}
                of={places.length}
                onStep={onStep}
              />
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a free place is known by where it is
              <li key={`free ${first + i}`} aria-hidden="true" />
            ),
          )}
      </ul>
    </div>
  )
}

/** useFramedInView keeps the badge in view whose profile is in front, and brings the one that is sought, unless the operator looks about himself. */
function useFramedInView(
  scroller: RefObject<HTMLElement | null>,
  places: readonly (Visit | undefined)[],
  columns: number,
  show: (row: number) => void,
  size: string,
): void {
  const { active } = useStore($profiles)
  const sought = useStore($sought)
  const at = (id: string | undefined) => (id === undefined ? -1 : places.findIndex((visit) => visit?.id === id))
  const soughtAt = at(sought)
  const wanted = soughtAt >= 0 ? sought : at(active) >= 0 ? active : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: only who is wanted here, and the room, matter
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box || wanted === undefined || size === '') return
    const asked = wanted === sought
    if (!asked && (isScrolling() || ($steady.get() && box.matches(':hover')))) return
    show(Math.floor(at(wanted) / columns))
    const badge = box.querySelector(`[data-visit="${CSS.escape(wanted)}"]`)
    bringIntoView(badge ?? box, asked)
    if (asked) $sought.set(undefined)
  }, [wanted, sought, size])
}

/** useRows is which rows are drawn, and how much room those before and after them take. */
function useRows(scroller: RefObject<HTMLElement | null>, rows: number, look: (typeof LOOKS)['detailed'], many: boolean) {
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
  if (!many) return { from: 0, to: rows, before: 0, after: 0, show }
  if (!head || !tail) return { from: 0, to: 0, before: 0, after: rows * step, show }
  return { from: head.index, to: tail.index + 1, before: head.index * step, after: (rows - tail.index - 1) * step, show }
}

/** useRoving is which badge Tab reaches, and what keys do on a badge. */
function useRoving(
  scroller: RefObject<HTMLElement | null>,
  places: readonly (Visit | undefined)[],
  columns: number,
  show: (row: number) => void,
) {
  const [walked, setWalked] = useState<string>()
  const wanted = useRef<string>(undefined)
  const latest = useRef({ places, columns })
  useLayoutEffect(() => {
    latest.current = { places, columns }
    const badge = wanted.current && scroller.current?.querySelector<HTMLElement>(`[data-visit="${CSS.escape(wanted.current)}"]`)
    if (!badge) return
    wanted.current = undefined
    badge.focus()
  })
  const onStep = useCallback(
    (event: KeyboardEvent<HTMLElement>, visit: string) => {
      const slots = latest.current.places.map((one) => one?.id)
      const at = slots.indexOf(visit)
      const next =
        event.ctrlKey || event.metaKey || event.altKey ? undefined : stepTo(event.key, at, slots.length, latest.current.columns)
      if (next === undefined) return void (menuKey(event) || commandKey(event, visit))
      event.preventDefault()
      const to = nearest(slots, at, next)
      wanted.current = slots[to]
      setWalked(wanted.current)
      show(Math.floor(to / latest.current.columns))
    },
    [show],
  )
  const there = walked !== undefined && places.some((one) => one?.id === walked)
  const current = there ? walked : places.find((one) => one !== undefined)?.id
  return { current, onStep }
}
