const OWN = 'Beckon'
const EVERY = 1200

let flashing: ReturnType<typeof setInterval> | undefined

/** callBack lets the tab's title say something in turn with its own name until the operator looks at the tab. */
export function callBack(text: string): void {
  rest()
  document.title = text
  if (isLookedAt()) {
    setTimeout(() => document.title === text && rest(), 5000)
    return
  }
  flashing = setInterval(() => {
    document.title = document.title === text ? OWN : text
  }, EVERY)
  window.addEventListener('focus', rest, { once: true })
  document.addEventListener('visibilitychange', restWhenSeen)
}

function rest(): void {
  clearInterval(flashing)
  flashing = undefined
  document.title = OWN
  window.removeEventListener('focus', rest)
  document.removeEventListener('visibilitychange', restWhenSeen)
}

function restWhenSeen(): void {
  if (isLookedAt()) rest()
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}
