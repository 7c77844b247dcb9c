/** singly makes a double click one click where something else has come under the pointer meanwhile: its second half then does nothing, whatever
 * it meets. Twice on the same thing stays twice. The function returned ends that. */
export function singly(root: Window): () => void {
  let first: Element | null = null
  let stray = false
  const guard = (event: MouseEvent) => {
    const { type, target, detail } = event
    if (type === 'mousedown') {
      const on = target instanceof Element ? target.closest(THING) : null
      // The browser counts the clicks, by the time that its user has chosen.
      stray = detail > 1 && on !== first
      if (!stray) first = on
    }
    // What a key or a label presses has no such count.
    if (!stray || detail === 0) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  for (const type of TYPES) root.addEventListener(type, guard, { capture: true })
  return () => {
    for (const type of TYPES) root.removeEventListener(type, guard, { capture: true })
  }
}

const TYPES = ['mousedown', 'mouseup', 'click', 'dblclick'] as const
const THING = 'button, a, input, textarea, select, label, summary, tr, li, [role], [tabindex], [data-visit]'
