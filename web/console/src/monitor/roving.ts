/** STEP_KEYS are the keys that lead from one badge to another. */
const STEPS: Record<string, (at: number, columns: number, last: number, page: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at, columns) => (at - columns < 0 ? at : at - columns),
  // From the row above a short last row, down leads to its end.
  ArrowDown: (at, columns, last) => {
    const under = at + columns
    if (under <= last) return under
    return Math.floor(last / columns) > Math.floor(at / columns) ? last : at
  },
  Home: () => 0,
  End: (_at, _columns, last) => last,
  PageUp: (at, columns, _last, page) => (at - columns * page < 0 ? at % columns : at - columns * page),
  PageDown: (at, columns, last, page) => (at + columns * page > last ? last : at + columns * page),
}

/** stepTo is where a key leads from place `at` among `count` badges in rows of `columns`; undefined for a key that leads nowhere. */
export function stepTo(key: string, at: number, count: number, columns: number, page = 5): number | undefined {
  const step = STEPS[key]
  if (step === undefined || count === 0) return undefined
  return Math.min(count - 1, Math.max(0, step(at, Math.max(1, columns), count - 1, page)))
}
