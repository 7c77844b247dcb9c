import { el, press, say } from '../dom'
import type { Act, Screen } from './screen'
import { qualityText } from './words'

/** ViewNeeds is what the visitor can do in the window. */
export interface ViewNeeds {
  act(what: Act): void
  /** Speak with this microphone. */
  choose(device: string): void
  /** The sound of the call may be heard now. */
  hear(): void
}

/** Shown is what the window shows beside the screen itself. */
export interface Shown {
  screen: Screen
  initials: string
  site: string
  /** How long the call lasts, in words; empty: not yet. */
  time: string
  muted: boolean
  /** 1 bad to 4 good; 0: not known. */
  quality: number
  /** Whether the microphone is heard here. */
  live: boolean
  /** The line is being looked for. */
  away: boolean
  /** Browser waits for a gesture before it lets the call be heard. */
  silent: boolean
}

/** View is the window. */
export interface View {
  show(shown: Shown): void
  /** How loud the visitor's microphone is, from 0 to 1. */
  level(value: number): void
  /** Microphones to choose from, and the one that is used. */
  devices(all: MediaDeviceInfo[], used: string): void
}

const names: Record<Act, [name: string, look: string]> = {
  mute: ['Mute', 'quiet'],
  hangUp: ['Hang up', 'bad'],
  accept: ['Accept call', 'primary'],
  decline: ['Decline call', 'quiet'],
  call: ['Call again', 'primary'],
  retry: ['Try again', 'primary'],
  text: ['Go on in text', 'quiet'],
  close: ['Close window', 'quiet'],
}

/** newView puts an empty window into the page. */
export const newView = ({ act, choose, hear }: ViewNeeds): View => {
  const face = el('div', { class: 'face', 'aria-hidden': 'true' })
  const title = el('h1', {})
  const text = el('p', {})
  const time = el('p', { class: 'time' })
  const bars = el('span', { class: 'bars', 'aria-hidden': 'true' }, el('i', {}), el('i', {}), el('i', {}), el('i', {}))
  const words = el('span', {})
  const quality = el('p', { class: 'quality' }, bars, words)
  const level = el('div', {
    class: 'level',
    role: 'meter',
    'aria-label': 'Your microphone',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
  })
  const note = el('p', { class: 'note', role: 'status' })
  const sound = press('primary', hear, 'Turn sound on')
  const select = el('select', { id: 'device', change: () => choose(select.value) })
  const device = el('div', { class: 'device' }, el('label', { for: 'device' }, 'Microphone'), select)
  const buttons = el('div', { class: 'buttons' })
  const made = {} as Record<Act, HTMLButtonElement>
  for (const [what, [name, look]] of Object.entries(names) as [Act, [string, string]][])
    made[what] = press(look, () => act(what), name)
  const main = el(
    'main',
    {},
    face,
    el('div', { role: 'status' }, title, text),
    time,
    quality,
    level,
    note,
    device,
    sound,
    buttons,
  )
  document.body.append(main)

  return {
    show({ screen, initials, site, time: lasting, muted, quality: good, live, away, silent }) {
      const { state, acts } = screen
      main.className = state
      document.title = `${screen.title}${site && ` · ${site}`}`
      say(face, initials)
      say(title, screen.title)
      say(text, screen.text)
      say(time, lasting)
      const talks = state === 'talking'
      say(words, talks ? (qualityText[good] ?? '') : '')
      bars.className = `bars q${talks ? good : 0}`
      level.hidden = device.hidden = !live
      say(note, away && state !== 'stopped' ? 'Beckon is being looked for…' : muted && live ? 'Your microphone is off.' : '')
      say(made.mute, muted ? 'Unmute' : 'Mute')
      made.mute.setAttribute('aria-pressed', `${muted}`)
      sound.hidden = !silent
      const shown = acts.map((what) => made[what])
      const had = document.activeElement
      if (shown.some((one, i) => buttons.children[i] !== one) || buttons.children.length !== shown.length) {
        buttons.replaceChildren(...shown)
        // Whoever is at the keyboard stays at the buttons.
        if (had && had !== document.body && !had.isConnected) shown[0]?.focus()
        else if (had && shown.includes(had as HTMLButtonElement)) (had as HTMLElement).focus()
      }
    },
    level(value) {
      const now = Math.round(value * 20) * 5
      level.style.setProperty('--level', `${now}%`)
      level.setAttribute('aria-valuenow', `${now}`)
    },
    devices(all, used) {
      device.classList.toggle('one', all.length < 2)
      select.replaceChildren(...all.map(({ deviceId, label }) => el('option', { value: deviceId }, label)))
      select.value = used
    },
  }
}
