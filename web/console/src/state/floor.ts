import { atom, computed } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { $zones, type ById } from './live'

type Visit = Schemas['Visit']
type Zone = Schemas['Zone']

/** A Placed zone is a zone with its depth in the tree of zones. */
export interface Placed {
  zone: Zone
  depth: number
}

/** Floor is who is in which zone, in the order of arrival, so that badges don't jump about. */
export type Floor = ById<readonly Visit[]>

const NOBODY: readonly Visit[] = []

/** $plan are the zones in the order of their tree: every zone before those inside it. */
export const $plan = computed($zones, (zones) => planOf(Object.values(zones)))

/** $floor is the floor as the visits stand now; a zone in which nothing changed keeps its list. */
export const $floor = atom<Floor>({})

/** NOW are the figures of the whole floor. */
export interface Now {
  here: number
  talking: number
  sleeping: number
}

/** $now are the figures of the whole floor as they stand now. */
export const $now = computed($floor, (floor): Now => {
  const now = { here: 0, talking: 0, sleeping: 0 }
  for (const list of Object.values(floor)) {
    now.here += list.length
    for (const visit of list) {
      if (visit.conversation) now.talking++
      if (visit.sleeping) now.sleeping++
    }
  }
  return now
})

/** freshIn is how many of those on the floor came after a moment. */
export function freshIn(floor: Floor, after: number): number {
  let fresh = 0
  for (const list of Object.values(floor)) for (const visit of list) if (visit.started > after) fresh++
  return fresh
}

/** visitsIn are the visits in a zone. */
export function visitsIn(floor: Floor, zone: string): readonly Visit[] {
  return floor[zone] ?? NOBODY
}

/** planOf puts zones into the order of their tree. A zone whose parent is unknown stands at the top. */
export function planOf(zones: readonly Zone[]): readonly Placed[] {
  const within = new Map<string, Zone[]>()
  const known = new Set(zones.map(({ id }) => id))
  for (const zone of zones) {
    const parent = zone.parent && known.has(zone.parent) ? zone.parent : zone.site
    within.set(parent, [...(within.get(parent) ?? []), zone])
  }
  const plan: Placed[] = []
  const walk = (parent: string, depth: number) => {
    const list = (within.get(parent) ?? []).sort((a, b) => a.order - b.order || a.name.localeCompare(b.name))
    for (const zone of list) {
      if (plan.length > zones.length) return
      plan.push({ zone, depth })
      walk(zone.id, depth + 1)
    }
  }
  for (const site of new Set(zones.map((zone) => zone.site))) walk(site, 0)
  return plan
}

/** floorOf puts every visit into its zone, those of an unknown zone into the default zone of their site. */
export function floorOf(visits: Iterable<Visit>, zones: readonly Zone[]): Floor {
  const floor: Record<string, Visit[]> = {}
  const place = placing(zones)
  for (const visit of visits) {
    if (visit.presence === 'left') continue
    const zone = place(visit)
    const list = floor[zone]
    if (list) list.push(visit)
    else floor[zone] = [visit]
  }
  for (const zone in floor) floor[zone]?.sort(byArrival)
  return floor
}

/**
 * floorAfter is the floor after some visits changed or went; only the zones concerned get new lists. Who stays in a zone keeps his
 * place in it, who comes stands at its end.
 */
export function floorAfter(floor: Floor, zones: readonly Zone[], before: readonly Visit[], after: readonly Visit[]): Floor {
  const place = placing(zones)
  const now = new Map(after.filter(({ presence }) => presence !== 'left').map((visit) => [visit.id, visit]))
  const was = new Map(before.filter(({ presence }) => presence !== 'left').map((visit) => [visit.id, place(visit)]))
  const next: Record<string, readonly Visit[]> = { ...floor }
  for (const zone of new Set(was.values())) {
    const stay: Visit[] = []
    for (const visit of visitsIn(floor, zone)) {
      const changed = was.get(visit.id) === zone ? now.get(visit.id) : visit
      if (changed && (changed === visit || place(changed) === zone)) stay.push(changed)
    }
    next[zone] = stay
  }
  const come = new Map<string, Visit[]>()
  for (const visit of now.values()) {
    const zone = place(visit)
    if (was.get(visit.id) !== zone) come.set(zone, [...(come.get(zone) ?? []), visit])
  }
  for (const [zone, list] of come) next[zone] = [...visitsIn(next, zone), ...list.sort((a, b) => a.pageSince - b.pageSince)]
  return next
}

function byArrival(a: Visit, b: Visit): number {
  return a.started - b.started || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

function placing(zones: readonly Zone[]): (visit: Visit) => string {
  const known = new Set(zones.map(({ id }) => id))
  const defaults = new Map(zones.filter((zone) => zone.default).map((zone) => [zone.site, zone.id]))
  return (visit) => (known.has(visit.zone) ? visit.zone : (defaults.get(visit.site) ?? visit.zone))
}
