import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { Schemas } from '../../../wire/frames'
import type { Floor } from '../state/floor'
import { $visits } from '../state/live'
import { beforeVisitsChange } from '../state/receive'
import { keepFocus } from './keepFocus'
import { journeyOf, type Place, Stage, type Standing, still, within } from './travel'

type Visit = Schemas['Visit']

/** RUSH is from how many comings, goings and moves in one picture on nothing travels: the eye could not follow. */
const RUSH = 8

/** Movers are the visits that come, go or change their zone, and the zones concerned. */
interface Movers {
  visits: ReadonlySet<string>
  zones: ReadonlySet<string>
}

/** A Look is what the zones concerned look like at a moment. */
interface Look {
  standings: Map<string, Standing>
  elements: Map<string, HTMLElement>
  frames: Map<string, Place>
}

/** A Departure is what has to be known of the floor before it changes. */
interface Departure {
  focus: () => void
  movers?: Movers
  look?: Look
  pictures?: Map<string, HTMLElement>
}

/** useTravel lets badges under `root` travel, on `layer`, to where they stand after every change of the floor. */
export function useTravel(root: RefObject<HTMLElement | null>, layer: RefObject<HTMLElement | null>, floor: Floor): void {
  const before = useRef<Departure>(undefined)
  const stage = useRef<Stage>(undefined)
  useEffect(() => {
    if (layer.current) stage.current = new Stage(layer.current)
    return beforeVisitsChange((was, becomes) => {
      before.current = root.current && stage.current ? depart(root.current, stage.current, was, becomes) : undefined
    })
  }, [root, layer])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the floor is what has just been drawn
  useLayoutEffect(() => {
    const departure = before.current
    before.current = undefined
    if (!departure || !root.current || !stage.current) return
    departure.focus()
    arrive(root.current, stage.current, departure)
  }, [floor])
}

function depart(root: HTMLElement, stage: Stage, was: readonly Visit[], becomes: readonly Visit[]): Departure {
  const focus = keepFocus(root)
  const movers = moversOf(was, becomes)
  if (movers.visits.size === 0 || movers.visits.size > RUSH || document.hidden || still()) return { focus }
  const look = lookAt(root, movers, stage)
  const pictures = new Map<string, HTMLElement>()
  for (const { id, zone, presence } of was) {
    if (!movers.visits.has(id) || presence === 'left') continue
    if (!look.standings.has(id)) look.standings.set(id, { zone })
    const element = look.elements.get(id)
    if (element) pictures.set(id, element.cloneNode(true) as HTMLElement)
  }
  return { focus, movers, look, pictures }
}

function moversOf(was: readonly Visit[], becomes: readonly Visit[]): Movers {
  const here = ({ presence }: Visit) => presence !== 'left'
  const before = new Map(was.filter(here).map(({ id, zone }) => [id, zone]))
  const after = new Map(becomes.filter(here).map(({ id, zone }) => [id, zone]))
  const visits = [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id))
  const zones = visits.flatMap((id) => [before.get(id), after.get(id)].filter((zone) => zone !== undefined))
  return { visits: new Set(visits), zones: new Set(zones) }
}

function arrive(root: HTMLElement, stage: Stage, { movers, look, pictures }: Departure): void {
  if (!movers || !look) return
  for (const element of look.elements.values()) stage.settle(element)
  const now = lookAt(root, movers)
  const visits = $visits.get()
  const journeys = []
  for (const id of new Set([...look.standings.keys(), ...movers.visits])) {
    const visit = visits[id]
    const after = now.standings.get(id) ?? (visit && visit.presence !== 'left' ? { zone: visit.zone } : undefined)
    const journey = journeyOf(look.standings.get(id), after, (zone) => gateOf(root, zone))
    // When windows were arranged anew, badges stand elsewhere in them without having moved.
    const sameWindow = after && samePlace(look.frames.get(after.zone), now.frames.get(after.zone))
    if (journey && (journey.kind !== 'shift' || sameWindow)) journeys.push({ id, journey })
  }
  for (const { id, journey } of journeys) stage.play(id, journey, now.elements.get(id), pictures?.get(id))
}

/** lookAt measures the badges in the zones concerned; in a crowded window only those that move. */
function lookAt(root: HTMLElement, movers: Movers, stage?: Stage): Look {
  const look: Look = { standings: new Map(), elements: new Map(), frames: new Map() }
  for (const list of root.querySelectorAll<HTMLElement>('[data-zone]')) {
    const { zone = '', crowded } = list.dataset
    if (!movers.zones.has(zone)) continue
    const frame = (list.closest('[data-scroller]') ?? list).getBoundingClientRect()
    look.frames.set(zone, frame)
    for (const badge of list.querySelectorAll<HTMLElement>('[data-visit]')) {
      const id = badge.dataset.visit ?? ''
      if (crowded !== undefined && !movers.visits.has(id)) continue
      look.standings.set(id, { zone, place: stage?.placeOf(id) ?? within(badge.getBoundingClientRect(), frame) })
      look.elements.set(id, badge)
    }
  }
  return look
}

function gateOf(root: HTMLElement, zone: string): Place | undefined {
  const gates = [...root.querySelectorAll(`[data-gate="${CSS.escape(zone)}"]`)]
  // The title of the window stands nearer to the badges than the button on the switch board.
  return gates.at(-1)?.getBoundingClientRect()
}

function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return !!a && !!b && a.left === b.left && a.top === b.top && a.width === b.width
}
