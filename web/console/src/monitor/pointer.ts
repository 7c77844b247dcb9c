let last: { screenX: number; screenY: number } | undefined
let latest: Event | undefined
let moved = false

/** hasMoved is whether a pointer event comes from a hand: browsers send some, too, when what lies under a resting pointer moves. */
export function hasMoved(event: { screenX: number; screenY: number } & Event): boolean {
  // Several who ask about one event get one answer.
  if (event === latest) return moved
  latest = event
  moved = last !== undefined && (event.screenX !== last.screenX || event.screenY !== last.screenY)
  last = { screenX: event.screenX, screenY: event.screenY }
  return moved
}
