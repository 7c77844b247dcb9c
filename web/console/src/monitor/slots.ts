/** Slots are places in a zone window, each with a visit or free. */
export type Slots = readonly (string | undefined)[]

/** keepPlaces gives every visit a place so that badges stand still: who was there keeps his, who comes takes the first that is free. */
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
  return slots
}

/** tidyPlaces puts those who are awake before those who sleep, each in their order, without a gap. */
export function tidyPlaces<T extends { sleeping: boolean }>(visits: readonly T[]): readonly T[] {
  const awake = visits.filter(({ sleeping }) => !sleeping)
  return awake.length === visits.length ? visits : [...awake, ...visits.filter(({ sleeping }) => sleeping)]
}

/** nearest is the place with a visit that is nearest to `to` when one comes from `from`; `from` when there is none that way. */
export function nearest(slots: Slots, from: number, to: number): number {
  const step = to < from ? -1 : 1
  for (let at = to; at >= 0 && at < slots.length; at += step) if (slots[at] !== undefined) return at
  return from
}
