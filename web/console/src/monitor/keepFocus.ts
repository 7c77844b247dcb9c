/**
 * keepFocus remembers which badge has the focus before badges change places. The returned function gives it back: to the same badge
 * where it stands now, else to the one that took its place, so that nobody who walks with the keyboard falls off the floor.
 */
export function keepFocus(root: HTMLElement): () => void {
  const badge = document.activeElement?.closest<HTMLElement>('[data-visit]')
  const list = badge?.closest<HTMLElement>('[data-zone]')
  if (!badge || !list || !root.contains(badge)) return () => {}
  const at = [...list.querySelectorAll('[data-visit]')].indexOf(badge)
  const zone = list.dataset.zone ?? ''
  return () => {
    if (badge.isConnected || (document.activeElement && document.activeElement !== document.body)) return
    const same = root.querySelector<HTMLElement>(`[data-visit="${CSS.escape(badge.dataset.visit ?? '')}"]`)
    const others = [...root.querySelectorAll<HTMLElement>(`[data-zone="${CSS.escape(zone)}"] [data-visit]`)]
    const next = same ?? others[Math.min(at, others.length - 1)]
    next?.focus({ preventScroll: true })
  }
}
