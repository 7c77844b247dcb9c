import type { Schemas } from '../../../wire/frames'
import { newID } from '../id'
import { attempt, later, listen } from '../safely'

/** PageView is one page seen, as it is told to the server. */
export type PageView = Omit<Schemas['PageFrame'], 'type'>

/** Pages knows the page that the visitor sees, and which page views the server has not kept. */
export interface Pages {
  /** What a new line is told, in this order: the last ten page views that are not kept, and the page of now with its title of now. */
  untold(): PageView[]
  /** The server has kept this page view. */
  kept(page: string): void
  /** The visitor sees a page: one that differs from the current, or any when forced. */
  see(forced?: boolean): void
}

// The server keeps no more. A form called "title" hides the document's title from scripts: it isn't always a string.
const text = (value: unknown): string => `${value}`.slice(0, 2048)

// A fragment counts only when it is a route: others may hold secrets.
const address = (): string => text(/^#[!/]/.test(location.hash) ? location.href : location.href.split('#')[0])

/** watchPages tells page views and late titles by `tell`, from now on; it is false when there was no line. */
export const watchPages = (tell: (view: PageView) => boolean): Pages => {
  const fresh = (referrer: string): PageView => ({
    page: newID(),
    url: address(),
    title: text(document.title),
    referrer: text(referrer),
  })
  let view = fresh(document.referrer)
  let waiting = [view]

  const retitle = (): void => {
    const title = text(document.title)
    if (title !== view.title && tell({ ...view, title })) view.title = title
  }

  // Titles often follow the address by a moment; a page that loads slowly may have none yet.
  const lookAgain = (): void => {
    for (const moment of [500, 3e3, 2e4]) later(retitle, moment)
  }

  const see = (forced?: boolean): void => {
    if (!forced && address() === view.url) return
    view = fresh(view.url)
    if (waiting.push(view) > 10) waiting.shift()
    tell(view)
    lookAgain()
  }

  for (const name of ['pushState', 'replaceState'] as const)
    attempt(() => {
      const original = history[name]
      history[name] = function (...args) {
        original.apply(this, args)
        attempt(see)
      }
    })
  listen(window, 'popstate hashchange', () => see())
  lookAgain()

  return {
    untold() {
      view.title = text(document.title)
      return waiting.includes(view) ? waiting : [...waiting, view]
    },
    kept(page) {
      waiting = waiting.filter((one) => one.page !== page)
    },
    see,
  }
}
