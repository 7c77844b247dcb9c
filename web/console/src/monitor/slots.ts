/** Slots are places in a zone window, each with a visit or free. */
export type Slots = readonly (string | undefined)[]

/**
 * keepPlaces gives every visit a place so that badges stand still: who was there keeps his, who comes takes the first that is free.
 * When too many have become free, all close up.
 */
export function keepPlaces(before: Slots, visits: readonly string[]): Slots {
  const here = new Set(visits)
  const slots = before.map((id) => (id !== undefined && here.has(id) ? id : undefined))
  const placed = new Set(slots)
  let free = 0
  for (const id of visits) {
    if (placed.has(id)) continue
    while (free < slots.length && slots[free] !== undefined) free++
    slots[free] = id
  }
  while (slots.length > 0 && slots.at(-1) === undefined) slots.pop()
  const gaps = slots.length - visits.length
  return gaps > 1 + visits.length / 8 ? visits : slots
}

/** nearest is the place with a visit that is nearest to `to` when one comes from `from`; `from` when there is none that way. */
export function nearest(slots: Slots, from: number, to: number): number {
  const step = to < from ? -1 : 1
  for (let at = to; at >= 0 && at < slots.length; at += step) if (slots[at] !== undefined) return at
  return from
}
