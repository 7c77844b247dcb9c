import { el } from '../dom'
import { listen } from '../safely'
import { styled } from '../styled'
import css from './chat.css?inline'
import { icon } from './icons'

/** Shell is the place of the panel: one screen at a time, or folded to a round button, or nothing. */
export interface Shell {
  /** Shows a screen; the last one goes. */
  show(screen: HTMLElement): void
  /** Folds the screen to a button with this name and count. */
  fold(name: string, count: number): void
  clear(): void
  /** Whether the keyboard is in the panel now. */
  focused(): boolean
  /** Puts the keyboard on the round button. */
  focus(): void
}

// What happens in the panel is not the page's business: no shortcut, no focus trap of its own may take the visitor's keys.
const ours = 'keydown keypress keyup input beforeinput paste copy cut focusin focusout'

/** newShell puts an empty shell into root; `unfold` is called when the round button is pressed. */
export const newShell = (root: ShadowRoot, unfold: () => void): Shell => {
  styled(root, css)
  const place = el('div', { class: 'chat' })
  const count = el('span', { class: 'count', 'aria-hidden': 'true' })
  const round = el('button', { class: 'round', type: 'button', click: unfold }, icon('chat'), count)
  listen(place, ours, (event) => event.stopPropagation())
  root.append(place)

  // A phone's keyboard covers the page without changing its height.
  const view = window.visualViewport
  if (view)
    listen(view, 'resize scroll', () => {
      place.style.setProperty('--height', `${view.height}px`)
      place.style.setProperty('--top', `${view.offsetTop}px`)
    })

  const set = (child: HTMLElement): void => {
    if (place.firstChild !== child || place.childNodes.length > 1) place.replaceChildren(child)
  }

  return {
    show: set,
    fold(name, unread) {
      count.textContent = unread ? `${Math.min(unread, 99)}` : ''
      count.hidden = !unread
      round.setAttribute('aria-label', unread ? `${name}, ${unread} unread` : name)
      set(round)
    },
    clear: () => place.replaceChildren(),
    focus: () => round.focus(),
    focused: () => !!root.activeElement && place.contains(root.activeElement),
  }
}
