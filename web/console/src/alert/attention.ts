import type { ConsoleSends } from '../../../wire/frames'

const EVERY = 20_000
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** watchAttention tells the server whether this console is in view, and whether the operator uses it: while he does, he is alerted nowhere
 * else. Call `again` when a line has come about; `stop` ends it. */
export function watchAttention(send: (frame: ConsoleSends) => void): { again: () => void; stop: () => void } {
  let active = document.hasFocus()
  let toldActive = false
  const tell = () => {
    const visible = document.visibilityState === 'visible'
    toldActive = visible && active
    active = false
    send({ type: 'attention', visible, active: toldActive })
  }
  const used = () => {
    active = true
    if (!toldActive && document.visibilityState === 'visible') tell()
  }
  // Whoever brings it into view looks at it.
  const turned = () => {
    active = document.visibilityState === 'visible'
    tell()
  }
  const ticking = setInterval(() => {
    if (document.visibilityState === 'visible') tell()
  }, EVERY)
  document.addEventListener('visibilitychange', turned)
  window.addEventListener('focus', used)
  for (const sign of SIGNS) document.addEventListener(sign, used, { passive: true, capture: true })
  return {
    again: () => {
      active ||= toldActive
      tell()
    },
    stop: () => {
      clearInterval(ticking)
      document.removeEventListener('visibilitychange', turned)
      window.removeEventListener('focus', used)
      for (const sign of SIGNS) document.removeEventListener(sign, used, { capture: true })
    },
  }
}
