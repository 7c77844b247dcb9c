/** isMonitor is true for the address of the site monitor, with or without what the console stands under. */
export function isMonitor(pathname: string): boolean {
  return /^(\/console)?\/?$/.test(pathname)
}

/** PHONE is a screen so narrow that nothing stands beside anything else. */
export const PHONE = '(max-width: 767px)'

/** onPhone is whether the console is on such a screen now. */
export function onPhone(): boolean {
  return typeof matchMedia === 'function' && matchMedia(PHONE).matches
}
