import type { Keep } from '../port'
import { attempt, later, safely } from '../safely'
import { store, stored } from '../storage'

/** Identity knows the token by which the server knows this visitor again. */
export interface Identity {
  /** Finds the token kept by this browser, this tab or another open tab; empty when there is none. */
  recall(found: (token: string) => void): void
  /** Keeps the token where the site's privacy mode allows, and nowhere else. */
  keep(token: string, where: Keep): void
  /** Stops answering other tabs until the next recall. */
  rest(): void
}

/** newIdentity returns the identity kept under name, which holds the site's KEY. */
export const newIdentity = (name: string): Identity => {
  let known = ''
  let tabs: BroadcastChannel | undefined

  const baked = (): string | undefined => attempt(() => document.cookie.match(`(^|; )${name}=([^;]*)`)?.[2])

  // Sets the cookie on the widest domain that the browser accepts, or clears it on all when value is empty.
  const bake = (value: string): void => {
    attempt(() => {
      const labels = location.hostname.split('.')
      for (let from = labels.length; from >= 0 && (!value || baked() !== value); from--)
        // 390 days: within 13 months.
        // biome-ignore lint/suspicious/noDocumentCookie: the other way is missing outside secure contexts
        document.cookie =
          `${name}=${value};path=/;samesite=lax;max-age=${value ? 33696000 : 0}` +
          (isSecureContext ? ';secure' : '') +
          (from ? `;domain=${labels.slice(from - 1).join('.')}` : '')
    })
  }

  const inBrowser = (): string => baked() || stored('localStorage', name)

  return {
    recall(found) {
      known ||= inBrowser() || stored('sessionStorage', name)
      attempt(() => {
        tabs = new BroadcastChannel(name)
        tabs.onmessage = safely(({ data }: MessageEvent) => {
          if (data) known ||= data
          else if (known) tabs?.postMessage(known)
        })
        tabs.postMessage('')
      })
      later(() => found(known), known ? 0 : 120)
    },
    keep(token, where) {
      const lasting = where === 'browser' ? token : ''
      known = token
      store('sessionStorage', name, lasting ? '' : token)
      if (inBrowser() === lasting) return
      bake('')
      if (lasting) bake(lasting)
      store('localStorage', name, baked() ? '' : lasting)
    },
    rest() {
      tabs?.close()
    },
  }
}
