import { atom } from 'nanostores'

const CARD_AFTER = 400
const TIP_AFTER = 250
/** LINGER is how long a card stays for the pointer to come over to it. */
const LINGER = 120

/** A Hover is what stands beside a badge or beside a sign on it. */
export type Hover = { kind: 'card'; visit: string; element: Element } | { kind: 'tip'; text: string; element: Element }

/** $hover is what stands beside what the pointer rests on or what has the focus. */
export const $hover = atom<Hover | undefined>(undefined)

let timer: ReturnType<typeof setTimeout> | undefined
let aimed: Element | undefined

/** hoverOver lets, after a moment, the card of a badge appear, or the words of a sign on it, if it stands still until then. */
export function hoverOver(target: Element): void {
  const hover = hoverFor(target)
  if (!hover || hover.element === aimed) return
  clearTimeout(timer)
  aimed = hover.element
  $hover.set(undefined)
  const stands = standing(hover.element)
  const show = () => {
    // A menu that is open has the word.
    if (stands() && !document.querySelector('[role="menu"]')) $hover.set(hover)
    else forgetHover()
  }
  timer = setTimeout(show, hover.kind === 'card' ? CARD_AFTER : TIP_AFTER)
}

/** standing looks where an element is; the returned function says whether it is still there. */
export function standing(element: Element): () => boolean {
  const { left, top, width } = element.getBoundingClientRect()
  return () => {
    if (!element.isConnected) return false
    const now = element.getBoundingClientRect()
    return Math.abs(now.left - left) < 1 && Math.abs(now.top - top) < 1 && Math.abs(now.width - width) < 1
  }
}

/** keepHover keeps what stands there, because the pointer went over to it. */
export function keepHover(): void {
  clearTimeout(timer)
}

/** leaveHover takes away, after a moment, what stands there. */
export function leaveHover(): void {
  clearTimeout(timer)
  timer = setTimeout(forgetHover, LINGER)
}

/** forgetHover takes away at once what stands there or would appear. */
export function forgetHover(): void {
  clearTimeout(timer)
  aimed = undefined
  $hover.set(undefined)
}

function hoverFor(target: Element): Hover | undefined {
  const sign = target.closest<HTMLElement>('[data-tip]')
  if (sign?.dataset.tip) return { kind: 'tip', text: sign.dataset.tip, element: sign }
  const badge = target.closest<HTMLElement>('[data-visit]')
  return badge?.dataset.visit ? { kind: 'card', visit: badge.dataset.visit, element: badge } : undefined
}
