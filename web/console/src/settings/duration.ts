/** UNITS are the units of a time setting, with their seconds. */
export const UNITS = { seconds: 1, minutes: 60, hours: 3600 } as const
/** Unit is one of UNITS. */
export type Unit = keyof typeof UNITS

/** A Duration as it is edited: the amount as typed, and its unit. */
export interface Duration {
  amount: string
  unit: Unit
}

/** durationOf shows seconds in the largest unit in which they are whole. */
export function durationOf(seconds: number): Duration {
  const unit: Unit = seconds % 3600 === 0 ? 'hours' : seconds % 60 === 0 ? 'minutes' : 'seconds'
  return { amount: String(seconds / UNITS[unit]), unit }
}

/** secondsOf is the whole number of seconds meant, or undefined when what was typed is not a number or not whole seconds. */
export function secondsOf({ amount, unit }: Duration): number | undefined {
  if (!/^\s*\d+(?:[.,]\d+)?\s*$/.test(amount)) return undefined
  const seconds = Number(amount.trim().replace(',', '.')) * UNITS[unit]
  return Number.isInteger(seconds) ? seconds : undefined
}

/** partsOf splits seconds into whole hours, minutes and seconds, without those that are none. */
export function partsOf(seconds: number): { unit: Unit; count: number }[] {
  const parts = [
    { unit: 'hours' as const, count: Math.floor(seconds / 3600) },
    { unit: 'minutes' as const, count: Math.floor((seconds % 3600) / 60) },
    { unit: 'seconds' as const, count: seconds % 60 },
  ]
  return parts.filter(({ count }) => count > 0)
}
