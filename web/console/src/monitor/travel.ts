const DURATION = 230
const EASING = 'cubic-bezier(0.3, 0.1, 0.2, 1)'
/** MOST is how many badges travel at once; in a rush the others are simply where they are. */
const MOST = 24

/** A Place is where something is on the screen. */
export interface Place {
  left: number
  top: number
  width: number
  height: number
}

/** A Journey is what a badge does on the screen between two pictures. */
export type Journey =
  | { kind: 'travel'; from: Place; to: Place; seen: boolean }
  | { kind: 'shift'; x: number; y: number }
  | { kind: 'appear' }
  | { kind: 'leave'; from: Place }

type Travel = Extract<Journey, { kind: 'travel' }>

/** Standing is where a badge stands: its zone and, when it can be seen, its place. */
export interface Standing {
  zone: string
  place?: Place
}

/**
 * journeyOf is what a badge does that stood at `before` and stands at `after`: it travels to another zone, shifts inside its own,
 * appears or leaves. `seen` is whether the badge can be seen where it arrives. A zone whose badge can't be seen is stood for by `gate`, the place of its window's title or of its button.
 */
export function journeyOf(
  before: Standing | undefined,
  after: Standing | undefined,
  gate: (zone: string) => Place | undefined,
): Journey | undefined {
  if (before === undefined) return after?.place && { kind: 'appear' }
  if (after === undefined) return before.place && { kind: 'leave', from: before.place }
  if (before.zone !== after.zone) return across(before, after, gate)
  if (!before.place || !after.place) return undefined
  const x = before.place.left - after.place.left
  const y = before.place.top - after.place.top
  return Math.abs(x) < 1 && Math.abs(y) < 1 ? undefined : { kind: 'shift', x, y }
}

function across(before: Standing, after: Standing, gate: (zone: string) => Place | undefined): Journey | undefined {
  if (!before.place && !after.place) return undefined
  const from = before.place ?? gate(before.zone)
  const to = after.place ?? gate(after.zone)
  if (from && to) return { kind: 'travel', from, to, seen: after.place !== undefined }
  if (before.place) return { kind: 'leave', from: before.place }
  return { kind: 'appear' }
}

/** within is the place, if at least half of it is inside the frame that clips it. */
export function within(place: Place, frame: Place): Place | undefined {
  const shown =
    Math.min(place.left + place.width, frame.left + frame.width) > place.left + place.width / 2 &&
    Math.max(place.left, frame.left) < place.left + place.width / 2
  const middle = place.top + place.height / 2
  return shown && middle > frame.top && middle < frame.top + frame.height ? place : undefined
}

/** still is whether this operator wants nothing to move. */
export function still(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** Stage carries out journeys. What travels between windows does so on a layer of its own, for windows clip what is in them. */
export class Stage {
  #layer: HTMLElement
  #travelling = new Map<string, HTMLElement>()
  #shifting = new WeakMap<Element, Animation>()

  constructor(layer: HTMLElement) {
    this.#layer = layer
  }

  /** placeOf is where a badge that travels is at this moment. */
  placeOf(visit: string): Place | undefined {
    return this.#travelling.get(visit)?.getBoundingClientRect()
  }

  /** settle ends the shift of an element, so that its own place can be measured. */
  settle(element: Element): void {
    this.#shifting.get(element)?.cancel()
  }

  /** play lets a badge make its journey: `element` is it as it stands now, `picture` a copy of how it looked before. */
  play(visit: string, journey: Journey, element: HTMLElement | undefined, picture: HTMLElement | undefined): void {
    switch (journey.kind) {
      case 'appear':
        element?.animate([{ opacity: 0, transform: 'scale(0.96)' }, {}], { duration: DURATION, easing: EASING })
        break
      case 'shift':
        this.#shift(element, journey)
        break
      case 'leave':
        this.#leave(visit, journey.from, picture)
        break
      case 'travel':
        this.#travel(visit, journey, element, picture)
        break
      default:
        journey satisfies never
    }
  }

  #shift(element: HTMLElement | undefined, { x, y }: { x: number; y: number }): void {
    if (!element) return
    const frames = [{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }]
    this.#shifting.set(element, element.animate(frames, { duration: DURATION, easing: EASING }))
  }

  #leave(visit: string, from: Place, picture: HTMLElement | undefined): void {
    const traveller = picture && this.#put(visit, picture, from)
    if (!traveller) return
    this.#until(visit, traveller, [{}, { opacity: 0, transform: 'scale(0.96)' }])
  }

  #travel(visit: string, journey: Travel, element: HTMLElement | undefined, picture: HTMLElement | undefined): void {
    const { from, to, seen } = journey
    const x = from.left - to.left
    const y = from.top - to.top
    if (!seen || !element) {
      const traveller = picture && this.#put(visit, picture, from)
      if (traveller) this.#until(visit, traveller, [{}, { transform: `translate(${-x}px, ${-y}px) scale(0.6)`, opacity: 0 }])
      return
    }
    const traveller = this.#put(visit, element.cloneNode(true) as HTMLElement, to)
    if (!traveller) return
    // The badge itself waits unseen where the traveller arrives.
    element.animate([{ opacity: 0 }, { opacity: 0 }], { duration: DURATION })
    this.#until(visit, traveller, [{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }])
  }

  #put(visit: string, look: HTMLElement, place: Place): HTMLElement | undefined {
    this.#travelling.get(visit)?.remove()
    this.#travelling.delete(visit)
    if (this.#travelling.size >= MOST) return undefined
    look.removeAttribute('id')
    Object.assign(look.style, {
      position: 'fixed',
      left: `${place.left}px`,
      top: `${place.top}px`,
      width: `${place.width}px`,
      height: `${place.height}px`,
      margin: '0',
      transformOrigin: '0 0',
    })
    this.#layer.append(look)
    this.#travelling.set(visit, look)
    return look
  }

  #until(visit: string, traveller: HTMLElement, frames: Keyframe[]): void {
    const arrive = () => {
      traveller.remove()
      if (this.#travelling.get(visit) === traveller) this.#travelling.delete(visit)
    }
    const animation = traveller.animate(frames, { duration: DURATION, easing: EASING, fill: 'forwards' })
    animation.onfinish = arrive
    animation.oncancel = arrive
  }
}
