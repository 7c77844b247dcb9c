import { attempt } from './safely'

/** Area is one of the two storages of the page's own origin; either may be forbidden. */
export type Area = 'localStorage' | 'sessionStorage'

/** stored returns what is kept under name; empty when there is nothing. */
export const stored = (area: Area, name: string): string => attempt(() => window[area].getItem(name)) || ''

/** store keeps value under name, or removes the name when value is empty. */
export const store = (area: Area, name: string, value: string): void => {
  attempt(() => (value ? window[area].setItem(name, value) : window[area].removeItem(name)))
}
