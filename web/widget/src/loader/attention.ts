import { listen } from '../safely'

/** Attention says whether the page is visible and has the focus. */
export interface Attention {
  visible: boolean
  focused: boolean
}

/** attention returns what holds now. */
export const attention = (): Attention => ({ visible: !document.hidden, focused: document.hasFocus() })

/** watchAttention tells when the page is seen or left, and at most every 20 s that the visitor did something on it. */
export const watchAttention = (tell: (now: Attention, active?: boolean) => void): void => {
  let last = -2e4
  listen(window, 'visibilitychange focus blur', () => tell(attention()))
  listen(
    window,
    'pointermove pointerdown keydown scroll',
    ({ timeStamp }) => {
      if (timeStamp - last < 2e4) return
      last = timeStamp
      tell(attention(), true)
    },
    true,
  )
}
