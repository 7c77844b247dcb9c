/** Happening is what the page's own scripts are told: what, and of which invitation or conversation. Nothing that was said is in it. */
export interface Happening {
  type: string
  invitation?: string
  conversation?: string
  available?: boolean | undefined
}

/** announce tells the page's own scripts what happened, by the event `beckon` on the window. What they do with it can't hurt us. */
export const announce = (detail: Happening): void => {
  dispatchEvent(new CustomEvent('beckon', { detail }))
}
