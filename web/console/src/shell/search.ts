import type { Schemas } from '../../../wire/frames'
import { countryOf } from '../profile/described'

type Visit = Schemas['Visit']

const AT_MOST = 8

/** matches says whether every word sought begins a word of the text. */
export function matches(text: string, sought: string): boolean {
  const words = wordsIn(text)
  return wordsIn(sought).every((part) => words.some((word) => word.startsWith(part)))
}

/** visitsFound are the visits whose visitor or page is sought, eight at most, those who came last first; none while nothing is sought. */
export function visitsFound(visits: readonly Visit[], sought: string): readonly Visit[] {
  if (sought.trim() === '') return []
  const found = visits.filter((visit) => visit.presence !== 'left' && matches(describe(visit), sought))
  return found.sort((a, b) => b.started - a.started).slice(0, AT_MOST)
}

function describe(visit: Visit): string {
  const country = visit.country ? countryOf(visit.country) : ''
  return [visit.name, visit.city, country, visit.title].filter(Boolean).join(' ')
}

function wordsIn(text: string): string[] {
  // Accents may be left out: “Malmo” finds Malmö.
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}
