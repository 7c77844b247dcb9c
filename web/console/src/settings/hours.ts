import type { Schemas } from '../../../wire/frames'

type Hours = Schemas['Hours']
type Span = Schemas['Span']

/** DAY is how many minutes a day has. */
export const DAY = 1440
/** MOST_SPANS is how many times a day may open. */
export const MOST_SPANS = 6
/** MOST_HOLIDAYS is how many holidays there may be. */
export const MOST_HOLIDAYS = 200

/** WEEK are the days as the server counts them, from Sunday, in the order in which they are shown. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const

/** clockOf shows a minute of the day as 09:30; the end of a day as 00:00, and what is no time as nothing. */
export function clockOf(minute: number): string {
  if (!Number.isInteger(minute)) return ''
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`
}

/** minuteOf is the minute of the day that was chosen, NaN for none; midnight is the end of a day where a span ends. */
export function minuteOf(clock: string, ends: boolean): number {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(clock) ?? []
  if (hour === undefined) return Number.NaN
  const at = Number(hour) * 60 + Number(minute)
  return ends && at === 0 ? DAY : at
}

/** nextSpan is the span that is proposed after those that a day has; undefined when there is no room. */
export function nextSpan(spans: readonly Span[]): Span | undefined {
  const last = spans.at(-1)
  if (!last) return { from: 9 * 60, to: 17 * 60 }
  const from = last.to + 60
  if (spans.length >= MOST_SPANS || !(from < DAY)) return undefined
  return { from, to: Math.min(DAY, from + 180) }
}

/** Problem is what is wrong with hours: a key of the texts `settings:live.problems`. */
export type Problem = 'time' | 'order' | 'date' | 'sameDate' | 'timeZone'

/** problemOfSpans is what is wrong with the spans of a day: they follow each other and end after they begin. */
export function problemOfSpans(spans: readonly Span[]): Problem | undefined {
  if (spans.some(({ from, to }) => Number.isNaN(from) || Number.isNaN(to))) return 'time'
  let last = 0
  for (const { from, to } of spans) {
    if (from < last || to <= from) return 'order'
    last = to
  }
}

/** problemOfDate is what is wrong with a holiday's date among the others. */
export function problemOfDate(holidays: Hours['holidays'], at: number): Problem | undefined {
  const date = holidays[at]?.date ?? ''
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return 'date'
  return holidays.findIndex((one) => one.date === date) < at ? 'sameDate' : undefined
}

/** hoursHold is whether hours may be saved as they are. */
export function hoursHold(hours: Hours): boolean {
  const { holidays, week } = hours
  return (
    hours.timeZone !== '' &&
    !week.some(problemOfSpans) &&
    !holidays.some((holiday, at) => problemOfDate(holidays, at) || problemOfSpans(holiday.open))
  )
}

/** timeZones are the time zones that this browser knows, and the one that is chosen. */
export function timeZones(chosen: string): readonly string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return [...new Set(['UTC', ...(chosen ? [chosen] : []), ...known])].sort()
}
