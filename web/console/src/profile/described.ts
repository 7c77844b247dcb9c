import type { Schemas } from '../../../wire/frames'

type Visit = Schemas['Visit']

/**
 * nameOf is what a visitor is called wherever he is spoken of, as the server calls him too: by the name he gave, else `nobody`, the
 * default visitor name.
 */
export function nameOf(visit: Visit, nobody: string): string {
  return visit.name || nobody
}

/**
 * titleOf is what stands on a visitor's badge, where many have to be told apart: the name he gave, else where he is, city or else
 * country, else what he is called; never an id.
 */
export function titleOf(visit: Visit, countryOf: (code: string) => string, nobody: string): string {
  return visit.name || visit.city || (visit.country && countryOf(visit.country)) || nameOf(visit, nobody)
}

/** ordinalOf is a number as 1st, 2nd, 3rd, 4th. */
export function ordinalOf(n: number): string {
  const tens = n % 100
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${ending}`
}

/** lengthOf is a stretch of time as 3:12 or 1:02:45. */
export function lengthOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** pathOf is what of an address tells pages of one site apart. */
export function pathOf(address: string): string {
  try {
    const url = new URL(address)
    return `${url.pathname}${url.search}${url.hash}`
  } catch {
    return address
  }
}

/** hostOf is the host of an address, or the address as it is. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host.replace(/^www\./, '') || address
  } catch {
    return address
  }
}

const languages = () => new Intl.DisplayNames(undefined, { type: 'language' })
const countries = () => new Intl.DisplayNames(undefined, { type: 'region' })

/** languageOf is the name of a language tag, such as "German (Germany)". */
export function languageOf(tag: string): string {
  return named(() => languages().of(tag), tag)
}

/** countryOf is the name of a country code. */
export function countryOf(code: string): string {
  return named(() => countries().of(code), code)
}

function named(find: () => string | undefined, otherwise: string): string {
  try {
    return find() ?? otherwise
  } catch {
    return otherwise
  }
}
