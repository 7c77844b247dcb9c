import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { api, wordsOf } from '../state/api'
import { receiveMessage } from './conversations'
import { newID } from './id'

const LONGEST = 2048
const SUGGESTED = 6

/** $pushing is the conversation whose visitor a page is about to be offered to. */
export const $pushing = atom<string | undefined>(undefined)

/** openPushPage opens the dialog Push page for a conversation. */
export function openPushPage(conversation: string): void {
  $pushing.set(conversation)
}

/** closePushPage closes that dialog; nothing is offered. */
export function closePushPage(): void {
  $pushing.set(undefined)
}

/** webAddressOf is the address that somebody means by a text: a whole one, one without https, or a path of the site; or undefined. */
export function webAddressOf(text: string, site?: string): string | undefined {
  const typed = text.trim()
  if (typed === '' || /\s/.test(typed)) return undefined
  const url = parsed(typed, site)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  // "https://bank.example@elsewhere.example" reads as one place and leads to another.
  if (url.username || url.password || !url.hostname) return undefined
  return new TextEncoder().encode(url.href).length <= LONGEST ? url.href : undefined
}

function parsed(typed: string, site?: string): URL | undefined {
  try {
    if (typed.startsWith('/') && !typed.startsWith('//')) return new URL(typed, site)
    if (/^[a-z][a-z\d+.-]*:/i.test(typed) && !/^[^/:]+:\d+(\/|$)/.test(typed)) {
      return /^https?:\/\//i.test(typed) ? new URL(typed) : undefined
    }
    return /^(localhost|[^/]+\.[^/.]+)([/:?#]|$)/i.test(typed) ? new URL(`https://${typed}`) : undefined
  } catch {
    return undefined
  }
}

/** A SeenPage is a page of the site that somebody has looked at. */
export interface SeenPage {
  url: string
  title: string
}

/** pagesToOffer are pages of a site: those where most visitors are now, then those that this visitor has seen, without where he is. */
export function pagesToOffer(
  visits: readonly Schemas['Visit'][],
  of: { site: string; visitor: string },
  seen: readonly Schemas['PageView'][],
): readonly SeenPage[] {
  const here = visits.find(({ visitor }) => visitor === of.visitor)?.url
  const pages = new Map<string, SeenPage & { count: number }>()
  for (const { site, url, title } of visits) {
    if (site !== of.site || url === here) continue
    const page = pages.get(url)
    if (page) page.count += 1
    else pages.set(url, { url, title: title ?? '', count: 1 })
  }
  const busy = [...pages.values()].sort((a, b) => b.count - a.count || (a.url < b.url ? -1 : 1))
  for (const { url, title } of seen) if (url !== here && !pages.has(url)) pages.set(url, { url, title: title ?? '', count: 0 })
  const others = [...pages.values()].filter(({ count }) => count === 0)
  return [...busy, ...others].slice(0, SUGGESTED).map(({ url, title }) => ({ url, title }))
}

/** makePushing returns a function that offers a page to the visitor of a conversation; it returns words when that was refused. */
export function makePushing(conversation: string): (url: string) => Promise<string | undefined> {
  let last = { url: '', id: '' }
  return async (url) => {
    // The same address again is the same line: the answer may have been lost.
    if (last.url !== url) last = { url, id: newID() }
    try {
      receiveMessage(await api.post<Schemas['Message']>(`/conversations/${conversation}/page`, last))
      last = { url: '', id: '' }
    } catch (error) {
      return wordsOf(error)
    }
  }
}
