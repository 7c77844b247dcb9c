import { atom } from 'nanostores'
import { $floor, type Floor, visitsIn } from './floor'
import { $zones } from './live'

/** Windows is which zone windows are open and how: `open` undefined until the operator has chosen, then every zone that has had visitors. */
interface Windows {
  open: readonly string[] | undefined
  compact: readonly string[]
  hideSleeping: boolean
}

const FRESH: Windows = { open: undefined, compact: [], hideSleeping: false }

let operator = ''

/** $windows is which zone windows are open and how, for the operator who is signed in. */
export const $windows = atom<Windows>(FRESH)
/** $seen are the zones that have had visitors since the console was opened. */
export const $seen = atom<ReadonlySet<string>>(new Set())

/** openWindows takes up the choice that an operator made on this device earlier. */
export function openWindows(of: string): void {
  operator = of
  $windows.set(read())
  $seen.set(new Set())
  see($floor.get())
}

/** isWindowOpen says whether the window of a zone is open. */
export function isWindowOpen(windows: Windows, seen: ReadonlySet<string>, zone: string): boolean {
  return windows.open ? windows.open.includes(zone) : seen.has(zone)
}

/** toggleWindow opens or closes the window of a zone. */
export function toggleWindow(zone: string): void {
  const windows = $windows.get()
  const open = windows.open ?? Object.keys($zones.get()).filter((id) => $seen.get().has(id))
  change({ open: open.includes(zone) ? open.filter((id) => id !== zone) : [...open, zone] })
}

/** toggleAllWindows opens the windows of all zones, or closes all when all are open. */
export function toggleAllWindows(): void {
  const all = Object.keys($zones.get())
  const { open } = $windows.get()
  change({ open: open && all.every((zone) => open.includes(zone)) ? [] : all })
}

/** toggleCompact shows the badges of a zone in one line each, or in full. */
export function toggleCompact(zone: string): void {
  const { compact } = $windows.get()
  change({ compact: compact.includes(zone) ? compact.filter((id) => id !== zone) : [...compact, zone] })
}

/** toggleSleeping hides or shows sleeping visitors (MON-4). */
export function toggleSleeping(): void {
  change({ hideSleeping: !$windows.get().hideSleeping })
}

function see(floor: Floor): void {
  const seen = $seen.get()
  const more = Object.keys(floor).filter((zone) => !seen.has(zone) && visitsIn(floor, zone).length > 0)
  if (more.length > 0) $seen.set(new Set([...seen, ...more]))
}

$floor.listen(see)

function change(to: Partial<Windows>): void {
  const windows = { ...$windows.get(), ...to }
  $windows.set(windows)
  try {
    localStorage.setItem(keyOf(operator), JSON.stringify(windows))
  } catch {
    // Without storage the choice holds until the page is loaded anew.
  }
}

function read(): Windows {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(operator)) ?? '{}') as Partial<Record<keyof Windows, unknown>>
    return { open: idsOf(kept.open), compact: idsOf(kept.compact) ?? [], hideSleeping: kept.hideSleeping === true }
  } catch {
    return FRESH
  }
}

function idsOf(kept: unknown): readonly string[] | undefined {
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : undefined
}

function keyOf(of: string): string {
  return `beckon.windows.${of}`
}
