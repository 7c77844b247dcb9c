import { useStore } from '@nanostores/react'
import { useEffect, useRef, useState } from 'react'
import type { Schemas } from '../../../wire/frames'
import { $floor, $plan, visitsIn } from '../state/floor'
import { $seen, $windows, isWindowOpen } from '../state/windows'
import { arrange, settled, windowOrder } from './arrangement'
import { AllClosed } from './Empty'
import { $steady } from './steady'
import { useSize } from './useView'
import { ZoneWindow } from './ZoneWindow'

/** EMPTIED is how long a zone has to be empty before its window folds up: in a small one visitors come and go. */
const EMPTIED = 5000

/** ZoneWindows are the open zone windows; together they fill the area. */
export function ZoneWindows() {
  const area = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(area)
  const floor = useStore($floor)
  const windows = useStore($windows)
  const zones = useOpenZones()
  const shownIn = (zone: string) => shown(visitsIn(floor, zone), windows.hideSleeping).length
  const counts = useSettled(zones.map(({ id }) => [id, shownIn(id)]))
  const isCompact = (zone: string) => windows.compact.includes(zone)
  const places = arrange(
    zones.map(({ id }) => ({ badges: counts.get(id) ?? 0, compact: isCompact(id) })),
    width,
    height,
  )
  const bottom = Math.max(0, ...places.map(({ top, height }) => top + height))
  return (
    <div ref={area} className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
      {zones.length === 0 && <AllClosed />}
      {width > 0 && zones.length > 0 && (
        <div style={{ height: bottom }}>
          {zones.map((zone, i) => (
            <ZoneWindow
              key={zone.id}
              zone={zone}
              visits={visitsIn(floor, zone.id)}
              compact={isCompact(zone.id)}
              hideSleeping={windows.hideSleeping}
              folded={counts.get(zone.id) === 0}
              {...places[i]}
            />
          ))}
        </div>
      )}
    </div>
  )
}

/** useOpenZones are the zones with open windows. One that opens by itself, for its first visitor, waits for the pointer like all others. */
function useOpenZones(): readonly Schemas['Zone'][] {
  const steady = useStore($steady)
  const windows = useStore($windows)
  const seen = useStore($seen)
  const kept = useRef({ windows, seen })
  if (!steady || kept.current.windows !== windows) kept.current = { windows, seen }
  const { seen: known } = kept.current
  return windowOrder(useStore($plan)).filter(({ id }) => isWindowOpen(windows, known, id))
}

function shown(visits: readonly Schemas['Visit'][], hideSleeping: boolean): readonly Schemas['Visit'][] {
  return hideSleeping ? visits.filter((visit) => !visit.sleeping) : visits
}

/**
 * useSettled is for how many badges each window is made. Another set of windows is arranged for those who are there now; the same
 * windows stay as they are while a pointer is at work among them.
 */
function useSettled(counts: readonly (readonly [zone: string, badges: number])[]): ReadonlyMap<string, number> {
  const steady = useStore($steady)
  const kept = useRef<ReadonlyMap<string, number>>(new Map())
  const emptied = useRef(new Map<string, number>())
  const [, lookAgain] = useState(0)
  const before = kept.current
  const sameWindows = before.size === counts.length && counts.every(([zone]) => before.has(zone))
  const now = performance.now()
  const settle = (zone: string, badges: number) => {
    if (!sameWindows) return badges
    const was = before.get(zone)
    if (badges > 0 || !was) emptied.current.delete(zone)
    else if (!emptied.current.has(zone)) emptied.current.set(zone, now)
    const lately = now - (emptied.current.get(zone) ?? 0) < EMPTIED
    return steady || (badges === 0 && was && lately) ? (was ?? badges) : settled(was, badges)
  }
  kept.current = new Map(counts.map(([zone, badges]) => [zone, settle(zone, badges)]))
  const first = Math.min(...emptied.current.values())
  useEffect(() => {
    if (first === Number.POSITIVE_INFINITY) return
    const timer = setTimeout(() => lookAgain((times) => times + 1), Math.max(0, first + EMPTIED - performance.now()))
    return () => clearTimeout(timer)
  }, [first])
  return kept.current
}
