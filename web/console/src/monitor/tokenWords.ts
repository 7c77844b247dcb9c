import type { TFunction } from 'i18next'
import type { Token } from './tokens'

/** Words gives the texts of the monitor; a badge asks for them once and hands them to its parts. */
export type Words = TFunction<'monitor'>

const known = new WeakMap<Words, Map<string, string>>()

/** wordsOfToken says in words what a token shows. */
export function wordsOfToken(t: Words, { name, operator }: Token): string {
  return once(t, `${name} ${operator}`, () => t(`token.${name}`, { operator: operator || t('colleague') }))
}

/** wordsOfPages says in words how many pages were seen. */
export function wordsOfPages(t: Words, count: number): string {
  return once(t, `pages ${count}`, () => t('pages', { count }))
}

// To find and fill a text takes longer than all the rest of a badge, and few differ.
function once(t: Words, key: string, find: () => string): string {
  const found = known.get(t) ?? new Map<string, string>()
  known.set(t, found)
  const words = found.get(key) ?? find()
  found.set(key, words)
  return words
}
