import type { Schemas } from '../../../wire/frames'
import type { Placed } from '../state/floor'
import type { Place } from './travel'

/** NARROWEST is the width a zone window keeps, LOWEST its height; below that the area scrolls. */
const NARROWEST = 340
const LOWEST = 140
/** SHAPE is width by height of the window in which badges stand best. */
const SHAPE = 1.15
const GAP = 12
/** TITLE is the height of a window's title bar with its line, BAR that of a window that is nothing but its title bar. */
const TITLE = 40
const BAR = TITLE + 2

/** LOOKS are the measures of badges, in detail and in one line: least width, height, gap, and room at the edge of their window. */
export const LOOKS = {
  detailed: { least: 164, row: 74, gap: 8, pad: 10 },
  compact: { least: 160, row: 28, gap: 2, pad: 8 },
}

/** A Need is what a window has to hold; one without badges folds up to its title bar. */
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
  const filled = needs.filter(({ badges }) => badges > 0).length
  const across = columnsFor(filled || needs.length, width, height)
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

/**
 * spread deals windows out to columns: the first ones side by side in their order, the others, the greatest first, where most room
 * is left. Windows that are title bars only come last.
 */
function spread(wishes: readonly number[], across: number): number[][] {
  const all = wishes.map((_, i) => i)
  const bars = all.filter((i) => wishes[i] === BAR)
  const filled = all.filter((i) => wishes[i] !== BAR)
  const columns: number[][] = Array.from({ length: across }, (_, column) => filled.slice(column, column + 1))
  const most = Math.ceil(filled.length / across)
  const taken = (column: number[]) => column.reduce((sum, i) => sum + (wishes[i] ?? 0) + GAP, 0)
  const give = (i: number, to: number[][]) => to.sort((a, b) => taken(a) - taken(b))[0]?.push(i)
  for (const i of filled.slice(across).sort((a, b) => (wishes[b] ?? 0) - (wishes[a] ?? 0) || a - b)) {
    const free = columns.filter((column) => column.length < most)
    give(i, free)
  }
  for (const i of bars) give(i, [...columns])
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
  if (badges === 0) return BAR
  const rows = Math.ceil(badges / columnsIn(width - 2, look))
  return TITLE + 2 + 2 * look.pad + rows * (look.row + look.gap) - look.gap
}

/**
 * share divides room among wishes: a title bar has its own height, who wishes little gets it, the others share what is left by their
 * weight; so do they, or else all, with what nobody needs.
 */
export function share(wishes: readonly number[], room: number): number[] {
  const given = wishes.map((wish) => (wish === BAR ? BAR : 0))
  const filled = wishes.map((_, i) => i).filter((i) => wishes[i] !== BAR)
  let left = Math.max(room - sum(given), filled.length * LOWEST)
  const wish = (i: number) => Math.max(LOWEST, wishes[i] ?? 0)
  const waiting = [...filled].sort((a, b) => wish(a) - wish(b))
  while (waiting[0] !== undefined && wish(waiting[0]) <= left / waiting.length) {
    const i = waiting.shift() as number
    given[i] = wish(i)
    left -= wish(i)
  }
  const weighty = waiting.length > 0 ? waiting : filled
  const even = left / waiting.length
  const least = waiting.length > 0 ? Math.min(even, Math.max(LOWEST, even / 2)) : 0
  const weight = sum(weighty.map(wish))
  for (const i of weighty) {
    // Half of it evenly, so that a crowd leaves the next one something to be seen.
    given[i] = Math.floor((given[i] ?? 0) + least + ((left - least * weighty.length) * wish(i)) / weight)
  }
  return given
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0)
}

/**
 * settled is the number of badges for which a window is made, after `before`: windows keep their size while visitors come and go,
 * and are arranged anew only when a zone has become about twice as full, or half, or when it fills or empties.
 */
export function settled(before: number | undefined, badges: number): number {
  if (before === undefined || badges === 0 || before === 0) return badges
  return badges > 2 * before + 2 || badges < before / 2 - 2 ? badges : before
}

/** windowOrder are the zones in the order of their windows: as on the switch board, what no zone claims last. */
export function windowOrder(plan: readonly Placed[]): Schemas['Zone'][] {
  const zones = plan.map(({ zone }) => zone)
  return [...zones.filter((zone) => !zone.default), ...zones.filter((zone) => zone.default)]
}
