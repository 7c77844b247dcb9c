import { useStore } from '@nanostores/react'
import { useRef } from 'react'
import { $floor, $plan, visitsIn } from '../state/floor'
import { $seen, $windows, isWindowOpen } from '../state/windows'
import { arrange, settled, windowOrder } from './arrangement'
import { AllClosed } from './Empty'
import { useSize } from './useView'
import { ZoneWindow } from './ZoneWindow'

/** ZoneWindows are the open zone windows; together they fill the area. */
export function ZoneWindows() {
  const area = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(area)
  const floor = useStore($floor)
  const windows = useStore($windows)
  const seen = useStore($seen)
  const zones = windowOrder(useStore($plan)).filter(({ id }) => isWindowOpen(windows, seen, id))
  const counts = useSettled(zones.map(({ id }) => [id, visitsIn(floor, id).length]))
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
              {...places[i]}
            />
          ))}
        </div>
      )}
    </div>
  )
}

/** useSettled is for how many badges each window is made. Another set of windows is arranged for those who are there now. */
function useSettled(counts: readonly (readonly [zone: string, badges: number])[]): ReadonlyMap<string, number> {
  const kept = useRef<ReadonlyMap<string, number>>(new Map())
  const before = kept.current
  const sameWindows = before.size === counts.length && counts.every(([zone]) => before.has(zone))
  const now = new Map(counts.map(([zone, badges]) => [zone, settled(sameWindows ? before.get(zone) : undefined, badges)]))
  kept.current = now
  return now
}
