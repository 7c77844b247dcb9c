/** Filter is what narrows the archive; it stands in the address. */
export interface Filter {
  /** Words looked for. */
  q?: string
  operator?: string
  site?: string
  state?: 'open' | 'ended'
  /** First and last day, as 2026-05-03. */
  from?: string
  to?: string
  rating?: '1' | '2' | '3' | '4' | '5' | 'any' | 'none'
  tag?: string
}

/** View is the archive as the address has it: what narrows it, and the conversation that is open. */
export interface View extends Filter {
  open?: string
}

const STATES = ['open', 'ended'] as const
/** RATINGS are the choices of the filter for ratings. */
export const RATINGS = ['any', '5', '4', '3', '2', '1', 'none'] as const

/** viewOf reads an address; what it can't be is left out. */
export function viewOf(search: Record<string, unknown>): View {
  // The router reads numbers out of an address as numbers.
  const text = (key: keyof View) => {
    const value = search[key]
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : ''
  }
  const day = (key: 'from' | 'to') => (/^\d{4}-\d\d-\d\d$/.test(text(key)) ? text(key) : '')
  return without({
    q: text('q'),
    operator: text('operator'),
    site: text('site'),
    state: STATES.find((one) => one === text('state')),
    from: day('from'),
    to: day('to'),
    rating: RATINGS.find((one) => one === text('rating')),
    tag: text('tag'),
    open: text('open'),
  })
}

/** without leaves out what is empty, so that the address stays short. */
export function without(view: View): View {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value)) as View
}

/** isNarrowed is true when a filter other than the words holds, or words are looked for. */
export function isNarrowed({ open, ...filter }: View): boolean {
  return Object.keys(without(filter)).length > 0
}

/** queryOf is a filter as the API takes it. Days are those of this browser's time zone; the last one is included. */
export function queryOf({ q, from, to, operator, site, state, rating, tag }: Filter): string {
  const query = new URLSearchParams()
  const add = (name: string, value: string | number | undefined) => {
    if (value) query.set(name, String(value))
  }
  add('search', q)
  add('operator', operator)
  add('site', site)
  add('state', state)
  add('from', from && startOf(from, 0))
  add('to', to && startOf(to, 1))
  add('rating', rating)
  add('tag', tag)
  return query.toString()
}

function startOf(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).getTime()
}
