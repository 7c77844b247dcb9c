import { el, press } from '../dom'
import { listen } from '../safely'
import { styled } from '../styled'
import css from './chat.css?inline'
import { icon } from './icons'
import { singly } from './singly'

/** phone says whether the panel takes the whole width. */
export const phone = (): boolean => matchMedia('(max-width: 480px)').matches

/** Shell is the place of the panel: one screen at a time, or folded to a round button, or nothing. */
export interface Shell {
  /** Shows a screen; the last one goes. */
  show(screen: HTMLElement): void
  /** Folds the screen to a button with this name, which also says what the number stands for, and shows whether there is a call. */
  fold(name: string, number?: number, call?: boolean): void
  clear(): void
  /** Whether nothing is shown. */
  empty(): boolean
  /** Whether the keyboard is in the panel now. */
  focused(): boolean
  /** Whether the keyboard is in the panel or nowhere: nobody is disturbed when it moves. */
  free(): boolean
  /** Puts the keyboard on the round button. */
  focus(): void
}

// What happens in the panel is not the page's business: no shortcut, no focus trap of its own may take the visitor's keys.
const ours = 'keydown keypress keyup input beforeinput paste copy cut focusin focusout'

/** newShell puts an empty shell into root; `unfold` is called when the round button is pressed, `shown` when a screen is shown. */
export const newShell = (root: ShadowRoot, unfold: () => void, shown: (screen: HTMLElement) => void): Shell => {
  styled(root, css)
  const place = el('div', { class: 'chat' })
  place.style.colorScheme = 'light dark'
  const count = el('span', { class: 'count', 'aria-hidden': 'true' })
  const round = press('round', unfold, icon('chat'), icon('phone'), count)
  listen(place, ours, (event) => event.stopPropagation())
  // Before the site's button, which it hides.
  root.prepend(place)
  singly(root)

  // A phone's keyboard covers the page without changing its height.
  const view = window.visualViewport
  if (view)
    listen(view, 'resize scroll', () => {
      place.style.setProperty('--height', `${view.height}px`)
      place.style.setProperty('--top', `${view.offsetTop}px`)
    })

  const focused = (): boolean => !!root.activeElement && place.contains(root.activeElement)
  const set = (child: HTMLElement): void => {
    if (place.firstChild !== child || place.childNodes.length > 1) place.replaceChildren(child)
  }

  return {
    show(screen) {
      set(screen)
      shown(screen)
    },
    fold(name, number, call) {
      round.classList.toggle('calls', !!call)
      count.textContent = number ? `${Math.min(number, 99)}` : ''
      count.hidden = !number
      round.setAttribute('aria-label', name)
      set(round)
    },
    clear: () => place.replaceChildren(),
    empty: () => !place.firstChild,
    focus: () => round.focus(),
    focused,
    free: () => focused() || document.activeElement === document.body,
  }
}
