import type { Schemas } from '../../../wire/frames'
import type { Placed } from '../state/floor'
import type { Place } from './travel'

/** NARROWEST is the width a zone window keeps, LOWEST its height; below that the area scrolls. */
const NARROWEST = 340
const LOWEST = 140
/** SHAPE is width by height of the window in which badges stand best. */
const SHAPE = 1.15
const GAP = 12
/** TITLE is the height of a window's title bar with its line. */
const TITLE = 40

/** LOOKS are the measures of badges, in detail and in one line: least width, height, gap, and room at the edge of their window. */
export const LOOKS = {
  detailed: { least: 164, row: 74, gap: 8, pad: 10 },
  compact: { least: 112, row: 28, gap: 2, pad: 8 },
}

/** A Need is what a window has to hold. */
export interface Need {
  badges: number
  compact: boolean
}

/** columnsIn is how many badges stand side by side in a window of a width. */
export function columnsIn(width: number, look: (typeof LOOKS)['detailed']): number {
  return Math.max(1, Math.floor((width - 2 * look.pad + look.gap) / (look.least + look.gap)))
}

/**
 * arrange fills an area with windows and says where each stands. They stand in columns; in its column a window is as high as its
 * badges need, and where there is not room for all, the great ones give way to the small.
 */
export function arrange(needs: readonly Need[], width: number, height: number): Place[] {
  const across = columnsFor(needs.length, width, height)
  const wide = Math.floor((width - GAP * (across - 1)) / across)
  const wishes = needs.map((need) => heightFor(need, wide))
  const places: Place[] = []
  for (const [column, mine] of spread(wishes, across).entries()) {
    const room = height - GAP * (mine.length - 1)
    const heights = share(
      mine.map((i) => wishes[i] ?? 0),
      room,
    )
    let top = 0
    for (const [n, i] of mine.entries()) {
      const high = heights[n] ?? LOWEST
      places[i] = { left: column * (wide + GAP), top, width: wide, height: high }
      top += high + GAP
    }
  }
  return places
}

/** spread deals windows out to columns: the first ones side by side in their order, the others, the greatest first, where most room is left. */
function spread(wishes: readonly number[], across: number): number[][] {
  const columns: number[][] = Array.from({ length: across }, (_, column) => (column < wishes.length ? [column] : []))
  const most = Math.ceil(wishes.length / across)
  const taken = (column: number[]) => column.reduce((sum, i) => sum + (wishes[i] ?? 0) + GAP, 0)
  const others = wishes.map((_, i) => i).slice(across)
  for (const i of others.sort((a, b) => (wishes[b] ?? 0) - (wishes[a] ?? 0) || a - b)) {
    const free = columns.filter((column) => column.length < most)
    free.sort((a, b) => taken(a) - taken(b))[0]?.push(i)
  }
  // Within a column windows stand in their order.
  return columns.map((column) => column.sort((a, b) => a - b))
}

function columnsFor(count: number, width: number, height: number): number {
  const most = Math.max(1, Math.min(count, Math.floor((width + GAP) / (NARROWEST + GAP))))
  const off = (columns: number) => {
    const rows = Math.ceil(count / columns)
    const beyond = Math.max(0, (rows * LOWEST) / Math.max(1, height) - 1)
    return Math.abs(Math.log(width / columns / Math.max(LOWEST, height / rows) / SHAPE)) + 2 * beyond
  }
  let best = 1
  for (let columns = 2; columns <= most; columns++) {
    // As many columns as fewer could do with would leave gaps.
    const filled = Math.ceil(count / Math.ceil(count / columns)) === columns
    if (filled && off(columns) < off(best)) best = columns
  }
  return best
}

function heightFor({ badges, compact }: Need, width: number): number {
  const look = compact ? LOOKS.compact : LOOKS.detailed
  const rows = Math.max(1, Math.ceil(badges / columnsIn(width - 2, look)))
  return TITLE + 2 + 2 * look.pad + rows * (look.row + look.gap) - look.gap
}

/** share divides room among wishes: who wishes little gets it, the others share what is left; what nobody needs is given to all. */
export function share(wishes: readonly number[], room: number): number[] {
  const given = wishes.map(() => 0)
  let left = Math.max(room, wishes.length * LOWEST)
  const waiting = wishes.map((_, i) => i).sort((a, b) => (wishes[a] ?? 0) - (wishes[b] ?? 0))
  waiting.forEach((i, n) => {
    given[i] = Math.floor(Math.min(Math.max(LOWEST, wishes[i] ?? 0), left / (waiting.length - n)))
    left -= given[i] ?? 0
  })
  const total = given.reduce((sum, one) => sum + one, 0)
  return given.map((one) => Math.floor(one + (left * one) / total))
}

/**
 * settled is the number of badges for which a window is made, after `before`: windows keep their size while visitors come and go,
 * and are arranged anew only when a zone has become about twice as full, or half.
 */
export function settled(before: number | undefined, badges: number): number {
  if (before === undefined) return badges
  return badges > 2 * before + 2 || badges < before / 2 - 2 ? badges : before
}

/** windowOrder are the zones in the order of their windows: as on the switch board, what no zone claims last. */
export function windowOrder(plan: readonly Placed[]): Schemas['Zone'][] {
  const zones = plan.map(({ zone }) => zone)
  return [...zones.filter((zone) => !zone.default), ...zones.filter((zone) => zone.default)]
}
