import { el, onEscape, press, say } from '../dom'
import { tool } from './icons'
import { placeText, waitText } from './words'

/** RoutingNeeds is what the visitor can do while he waits. */
export interface RoutingNeeds {
  fold(): void
  leave(): void
  cancel(): void
}

/** Routing is the screen **Routing your call…**. */
export interface Routing {
  node: HTMLElement
  /** Says the place in the queue and the seconds to be expected; 0: not known. */
  stand(place: number, seconds: number): void
  /** Says what is wrong with the line; empty: nothing. */
  line(text: string): void
  focus(): void
}

/** newRouting returns the screen, with a place that is not known yet. */
export const newRouting = ({ fold, leave, cancel }: RoutingNeeds): Routing => {
  const place = el('p', { class: 'place' })
  const wait = el('p', { class: 'hint' })
  const line = el('p', { class: 'hint' })
  const node = el(
    'div',
    {
      class: 'panel opening',
      role: 'dialog',
      'aria-labelledby': 'routing',
      tabindex: '-1',
      keydown: onEscape(fold),
    },
    el('div', { class: 'top' }, el('h2', { id: 'routing' }, 'Routing your call…'), tool('Minimise', 'fold', fold)),
    el('div', { class: 'progress', role: 'progressbar', 'aria-labelledby': 'routing' }, el('div', {})),
    el('div', { role: 'status' }, place, wait, line),
    el('p', { class: 'hint' }, 'You can go on reading: your place is kept on every page of this site.'),
    el('div', { class: 'buttons' }, press('quiet', cancel, 'Cancel'), press('link', leave, 'Leave a message')),
  )
  return {
    node,
    stand(number, seconds) {
      say(place, placeText(number))
      say(wait, waitText(seconds))
    },
    line: (text) => say(line, text),
    focus: () => node.focus(),
  }
}
