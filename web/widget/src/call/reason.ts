import { say } from '../dom'
import { safely } from '../safely'

/** Reasons knows why no voice chat can be had in this browser. */
export interface Reasons {
  /** Why not, in words; empty: it can be had. */
  why(): string
  /** Keeps **Voice chat** choosable as long as there is no reason. */
  offer(choice: HTMLInputElement, hint: HTMLElement, chosen: boolean): void
}

type Policy = { featurePolicy?: { allowsFeature(name: string): boolean } }

// Where the page's policy forbids a microphone, none is listed: the call window has a policy of its own.
const microphones = async (): Promise<boolean> => {
  const policy = (document as Policy).featurePolicy
  if (policy && !policy.allowsFeature('microphone')) return true
  const all = await navigator.mediaDevices?.enumerateDevices()
  return !all || all.some(({ kind }) => kind === 'audioinput')
}

/** newReasons returns what is known of this browser; `changed` is called when that changes. */
export const newReasons = (origin: string, changed: () => void): Reasons => {
  let found = true
  let offered = (): void => {}
  const why = (): string => {
    if (!/^https:|^http:\/\/(localhost|127\.[\d.]+|\[::1\])(:|$)/.test(origin))
      return 'Voice chat needs a secure address (https) of this service.'
    if (!window.RTCPeerConnection) return 'This browser can’t make calls.'
    return found ? '' : 'No microphone was found here.'
  }
  const look = (): void =>
    void microphones().then(
      safely((is) => {
        if (is === found) return
        found = is
        offered()
        changed()
      }),
      () => {},
    )
  look()
  navigator.mediaDevices?.addEventListener('devicechange', look)
  return {
    why,
    offer(choice, hint, chosen) {
      let first = chosen
      offered = () => {
        const reason = why()
        choice.disabled = !!reason
        say(hint, reason || 'A small window opens for the call and asks for your microphone.')
        if (first && !reason) choice.checked = true
        if (reason && choice.checked) (choice.form?.elements.namedItem('kind') as RadioNodeList).value = 'text'
        first = false
      }
      offered()
    },
  }
}
