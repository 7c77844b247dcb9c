import type { Schemas } from '../../../wire/frames'
import { countryOf, pathOf, titleOf } from '../profile/described'

type Visit = Schemas['Visit']

const countries = new Map<string, string>()

// To make a formatter takes longer than to draw a badge.
function countryName(code: string): string {
  const known = countries.get(code) ?? countryOf(code)
  countries.set(code, known)
  return known
}

/** badgeTitleOf is what stands on the badge of a visit; see titleOf. */
export function badgeTitleOf(visit: Visit, nobody: string): string {
  return titleOf(visit, countryName, nobody)
}

/** placeNameOf is where a visitor is, as far as it is known: city and country. */
export function placeNameOf(visit: Visit): string {
  return [visit.city, visit.country && countryName(visit.country)].filter(Boolean).join(', ')
}

/** pageOf is what the page is called on which a visitor is: its title, else its path. */
export function pageOf(visit: Visit): string {
  return visit.title?.trim() || pathOf(visit.url)
}
