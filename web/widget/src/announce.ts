/** announce tells the page's own scripts what happened, by the event `beckon` on the window. What they do with it can't hurt us. */
export const announce = (detail: { type: string; [field: string]: unknown }): void => {
  dispatchEvent(new CustomEvent('beckon', { detail }))
}
