import { el, press, say } from '../dom'
import type { Act, Screen } from './screen'
import { qualityText } from './words'

/** Shown is what the window shows beside the screen itself. */
export interface Shown {
  screen: Screen
  face: string
  site: string
  /** How long the call lasts, in words; empty: not yet. */
  time: string
  still: boolean
  /** 1 bad to 4 good; 0: not known. */
  good: number
  /** Whether the microphone is heard here. */
  live: boolean
  /** What is wrong beside all that. */
  trouble: string
}

/** View is the window. */
export interface View {
  show(shown: Shown): void
  /** How loud the visitor's microphone is, from 0 to 1. */
  level(value: number): void
}

/** names are the names of what can be done, and how its button looks. */
const names: Record<Act, [name: string, look: string]> = {
  start: ['Start voice chat', 'primary'],
  mute: ['Mute', ''],
  hangUp: ['Hang up', 'bad'],
  accept: ['Accept call', 'primary'],
  decline: ['Decline call', ''],
  call: ['Call again', 'primary'],
  retry: ['Try again', 'primary'],
  text: ['Go on in text', ''],
  close: ['Close window', ''],
  sound: ['Turn sound on', 'primary'],
}

/** newView puts an empty window into the page; `act` is called when a button is pressed. */
export const newView = (act: (what: Act) => void): View => {
  const initials = el('i', { 'aria-hidden': 'true' })
  const title = el('h1', {})
  const text = el('p', {})
  const lasts = el('b', {})
  const bars = el('meter', { max: '4', low: '2', high: '3', optimum: '4', 'aria-label': 'Connection' })
  const words = el('span', {})
  const quality = el('p', {}, bars, words)
  const level = el('meter', { 'aria-label': 'Your microphone' })
  const loud = el('p', {}, level, el('span', {}, 'Your microphone'))
  const note = el('p', { role: 'status' })
  const buttons = el('div', {})
  const made: Partial<Record<string, HTMLButtonElement>> = {}
  // The second half of a double click falls on what stands there by then.
  const once = (what: Act) => (event: Event) => (event as MouseEvent).detail < 2 && act(what)
  document.body.append(el('main', {}, initials, el('div', { role: 'status' }, title, text), lasts, loud, quality, note, buttons))

  return {
    show({ screen, face, site, time, still, good, live, trouble }) {
      const [state, heading, said, ...acts] = screen
      document.body.className = state
      document.title = heading + (heading.endsWith(site) ? '' : ` · ${site}`)
      say(initials, face)
      say(title, heading)
      say(text, said)
      say(lasts, time)
      quality.hidden = !good || state !== 'talking'
      bars.value = good
      say(words, qualityText[good] ?? '')
      loud.hidden = !live || state === 'held'
      say(note, trouble || (still && live ? 'Your microphone is off.' : ''))
      const shown = acts.map((what) => (made[what] ??= press(names[what][1], once(what), names[what][0])))
      if (made.mute) say(made.mute, still ? 'Unmute' : 'Mute')
      if (shown.every((one, i) => one === buttons.children[i]) && !buttons.children[shown.length]) return
      const had = document.activeElement
      buttons.replaceChildren(...shown)
      // Whoever is at the keyboard stays at the buttons.
      if (had !== document.body) (shown.find((one) => one === had) ?? shown[0])?.focus()
    },
    level(value) {
      level.value = value
    },
  }
}
