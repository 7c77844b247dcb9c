import { $alerts } from './choice'
import { isLookedAt } from './looking'

const OWN = 'Beckon'
const EVERY = 1200
const BRIEF = 5000

let count = 0
let calling = ''
let pressing = ''
let shows = false
let flashing: ReturnType<typeof setInterval> | undefined
let brief: ReturnType<typeof setTimeout> | undefined

/** callBack lets the tab's title say something in turn with its own name until the operator looks at the tab. */
export function callBack(text: string): void {
  calling = text
  clearTimeout(brief)
  if (isLookedAt()) brief = setTimeout(seen, BRIEF)
  else {
    window.addEventListener('focus', seen, { once: true })
    document.addEventListener('visibilitychange', seenWhenLookedAt)
  }
  show()
}

/** press lets the tab's title say something in turn with its own name for as long as it holds, looked at or not; empty ends that. */
export function press(text: string): void {
  pressing = text
  show()
}

/** countInTitle says in the tab's title how many wait for the operator. */
export function countInTitle(many: number): void {
  count = many
  if (!shows) document.title = own()
}

/** renewTitle lets the tab's title follow the operator's choice. */
export function renewTitle(): void {
  show()
}

function seen(): void {
  calling = ''
  clearTimeout(brief)
  window.removeEventListener('focus', seen)
  document.removeEventListener('visibilitychange', seenWhenLookedAt)
  show()
}

function seenWhenLookedAt(): void {
  if (isLookedAt()) seen()
}

function show(): void {
  clearInterval(flashing)
  const text = $alerts.get().title ? pressing || calling : ''
  shows = text !== ''
  document.title = text || own()
  if (!text || (!pressing && isLookedAt())) return
  flashing = setInterval(() => {
    shows = !shows
    document.title = shows ? text : own()
  }, EVERY)
}

function own(): string {
  return count > 0 && $alerts.get().title ? `(${count}) ${OWN}` : OWN
}
