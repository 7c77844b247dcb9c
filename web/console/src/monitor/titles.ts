import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { $floor, type Floor } from '../state/floor'
import type { ById } from '../state/live'

/** MOST is how many titles of a site are looked at, ENOUGH how many have to share a part. */
const MOST = 200
const ENOUGH = 3

const BETWEEN = /(\s+[-–—|·•:»]+\s+|\s*[|»]\s*|:\s+)/u

/** $commonParts are, by site, what most titles of its pages begin or end with: its name, as a rule. */
export const $commonParts = atom<ById<string>>({})

/** OwnWords are a title taken apart: `own` is what tells the page from others, `before` and `after` what its site has everywhere. */
export interface OwnWords {
  before: string
  own: string
  after: string
}

/** ownWordsOf takes the common part of a site's titles off a title, unless nothing is left then. */
export function ownWordsOf(title: string, common: string | undefined): OwnWords {
  const whole = { before: '', own: title, after: '' }
  if (common === undefined) return whole
  const parts = title.split(BETWEEN)
  if (parts.length < 3) return whole
  const from = parts[0] === common ? 2 : 0
  const to = parts.at(-1) === common ? parts.length - 2 : parts.length
  const own = parts.slice(from, to).join('')
  return own === '' ? whole : { before: parts.slice(0, from).join(''), own, after: parts.slice(to).join('') }
}

/** commonPartOf is the part that most of some titles begin or end with, if there is one. */
export function commonPartOf(titles: Iterable<string>): string | undefined {
  const counts = new Map<string, number>()
  let all = 0
  for (const title of titles) {
    all++
    const parts = title.split(BETWEEN)
    if (parts.length < 3) continue
    for (const part of new Set([parts[0] ?? '', parts.at(-1) ?? ''])) counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  let [most, common]: [number, string | undefined] = [0, undefined]
  for (const [part, count] of counts) if (count > most) [most, common] = [count, part]
  return most >= ENOUGH && most > all / 2 ? common : undefined
}

const titles = new Map<string, Set<string>>()
let before: Floor = {}

function learn(floor: Floor): void {
  const more = new Set<string>()
  for (const zone in floor) {
    // A zone in which nothing changed keeps its list.
    if (floor[zone] !== before[zone]) for (const visit of floor[zone] ?? []) if (isNew(visit)) more.add(visit.site)
  }
  before = floor
  if (more.size === 0) return
  const known = $commonParts.get()
  const now: Record<string, string> = { ...known }
  for (const site of more) {
    const common = commonPartOf(titles.get(site) ?? [])
    if (common !== undefined) now[site] = common
  }
  if ([...more].some((site) => now[site] !== known[site])) $commonParts.set(now)
}

function isNew({ site, title }: Schemas['Visit']): boolean {
  if (!title) return false
  const known = titles.get(site) ?? new Set<string>()
  titles.set(site, known)
  if (known.has(title) || known.size >= MOST) return false
  known.add(title)
  return true
}

$floor.subscribe(learn)
