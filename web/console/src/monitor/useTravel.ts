import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { Schemas } from '../../../wire/frames'
import type { Floor } from '../state/floor'
import { $visits } from '../state/live'
import { beforeVisitsChange } from '../state/receive'
import { keepFocus } from './keepFocus'
import { journeyOf, type Place, Stage, type Standing, still, within } from './travel'

type Visit = Schemas['Visit']

/** RUSH is from how many comings, goings and moves in one picture on nothing travels: the eye could not follow. */
const RUSH = 40

/** A Look is what the floor looked like before a change. */
interface Look {
  standings: Map<string, Standing>
  pictures: Map<string, HTMLElement>
  frames: Map<string, Place>
  involved: ReadonlySet<string>
  focus: () => void
}

/** useTravel lets badges under `root` travel, on `layer`, to where they stand after every change of the floor. */
export function useTravel(root: RefObject<HTMLElement | null>, layer: RefObject<HTMLElement | null>, floor: Floor): void {
  const before = useRef<Look>(undefined)
  const stage = useRef<Stage>(undefined)
  useEffect(() => {
    if (layer.current) stage.current = new Stage(layer.current)
    return beforeVisitsChange((was, becomes) => {
      before.current = root.current && stage.current ? lookAt(root.current, stage.current, was, becomes) : undefined
    })
  }, [root, layer])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the floor is what has just been drawn
  useLayoutEffect(() => {
    const look = before.current
    before.current = undefined
    if (!look || !root.current || !stage.current) return
    look.focus()
    if (look.standings.size > 0 || look.involved.size > 0) play(root.current, stage.current, look)
  }, [floor])
}

function lookAt(root: HTMLElement, stage: Stage, was: readonly Visit[], becomes: readonly Visit[]): Look {
  const focus = keepFocus(root)
  const involved = movers(was, becomes)
  const nothing = { standings: new Map(), pictures: new Map(), frames: new Map(), involved: new Set<string>(), focus }
  if (involved.size === 0 || involved.size > RUSH || document.hidden || still()) return nothing
  const { standings, frames, elements } = measure(root, stage)
  for (const visit of was) {
    if (involved.has(visit.id) && visit.presence !== 'left' && !standings.has(visit.id))
      standings.set(visit.id, { zone: visit.zone })
  }
  const pictures = new Map<string, HTMLElement>()
  for (const id of involved) {
    const element = elements.get(id)
    if (element) pictures.set(id, element.cloneNode(true) as HTMLElement)
  }
  return { standings, frames, pictures, involved, focus }
}

/** movers are the visits that come, go or change their zone. */
function movers(was: readonly Visit[], becomes: readonly Visit[]): ReadonlySet<string> {
  const zones = new Map(was.filter(({ presence }) => presence !== 'left').map(({ id, zone }) => [id, zone]))
  const movers = new Set<string>(zones.keys())
  for (const { id, zone, presence } of becomes) {
    const before = zones.get(id)
    const after = presence === 'left' ? undefined : zone
    if (before === after) movers.delete(id)
    else movers.add(id)
  }
  return movers
}

function play(root: HTMLElement, stage: Stage, look: Look): void {
  for (const badge of root.querySelectorAll('[data-visit]')) stage.settle(badge)
  const now = measure(root)
  const visits = $visits.get()
  const gate = (zone: string) => gateOf(root, zone)
  const journeys = []
  for (const id of new Set([...look.standings.keys(), ...look.involved])) {
    const visit = visits[id]
    const after = now.standings.get(id) ?? (visit && visit.presence !== 'left' ? { zone: visit.zone } : undefined)
    const journey = journeyOf(look.standings.get(id), after, gate)
    // When windows were arranged anew, badges stand elsewhere in them without having moved.
    const sameWindow = after && samePlace(look.frames.get(after.zone), now.frames.get(after.zone))
    if (journey && (journey.kind !== 'shift' || sameWindow)) journeys.push({ id, journey })
  }
  for (const { id, journey } of journeys) stage.play(id, journey, now.elements.get(id), look.pictures.get(id))
}

function measure(root: HTMLElement, stage?: Stage) {
  const standings = new Map<string, Standing>()
  const elements = new Map<string, HTMLElement>()
  const frames = new Map<string, Place>()
  for (const list of root.querySelectorAll<HTMLElement>('[data-zone]')) {
    const zone = list.dataset.zone ?? ''
    const scroller = list.closest('[data-scroller]') ?? list
    const frame = scroller.getBoundingClientRect()
    frames.set(zone, frame)
    for (const badge of list.querySelectorAll<HTMLElement>('[data-visit]')) {
      const id = badge.dataset.visit ?? ''
      const place = stage?.placeOf(id) ?? within(badge.getBoundingClientRect(), frame)
      standings.set(id, { zone, place })
      elements.set(id, badge)
    }
  }
  return { standings, elements, frames }
}

function gateOf(root: HTMLElement, zone: string): Place | undefined {
  const gates = [...root.querySelectorAll(`[data-gate="${CSS.escape(zone)}"]`)]
  // The title of the window stands nearer to the badges than the button on the switch board.
  return gates.at(-1)?.getBoundingClientRect()
}

function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return !!a && !!b && a.left === b.left && a.top === b.top && a.width === b.width
}
