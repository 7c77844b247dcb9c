const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(undefined, { hourCycle: 'h23', ...options })

const minute = format({ hour: '2-digit', minute: '2-digit' })
const second = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = format({ day: 'numeric', month: 'short' })
const dayOfYear = format({ day: 'numeric', month: 'short', year: 'numeric' })

/** timeOf shows a moment as 14:02. */
export function timeOf(at: number): string {
  return minute.format(at)
}

/** exactTimeOf shows a moment as 14:02:11. */
export function exactTimeOf(at: number): string {
  return second.format(at)
}

/** dateOf shows the day of a moment, with the year when it is another one. */
export function dateOf(at: number, now = Date.now()): string {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? day.format(at) : dayOfYear.format(at)
}

/** dateAndTimeOf shows a moment of today as 14:02 and another as 12 Nov, 14:02. */
export function dateAndTimeOf(at: number, now = Date.now()): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? timeOf(at) : `${dateOf(at, now)}, ${timeOf(at)}`
}

/** agoOf says how long ago a moment was, such as "3 s ago". */
export function agoOf(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h ago` : dateAndTimeOf(at, now)
}
