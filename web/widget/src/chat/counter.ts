import { el } from '../dom'

// The counter comes when it begins to matter.
const near = 400

/** newCounter returns a line that says how far a text is over, or below, what it may have. */
export const newCounter = () => {
  const node = el('p', { class: 'counter', role: 'status' })
  return {
    node,
    show(over: number) {
      node.hidden = over < -near
      node.textContent = over > 0 ? `${over} characters too many` : `${-over} characters left`
      node.classList.toggle('bad', over > 0)
    },
  }
}

/** tooLong returns by how much a text is over what it may have. */
export const tooLong = (text: string, most: number): number => [...text].length - most
