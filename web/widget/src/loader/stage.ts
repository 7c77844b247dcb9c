import css from './card.css?inline'

let host: HTMLElement | undefined
let sheet: CSSStyleSheet | undefined

/** dress gives what Beckon paints its looks, with more of them where the site has its button elsewhere. Comes before the first stage. */
export const dress = (more = ''): void => {
  // A strict policy would forbid a style element.
  sheet ||= new CSSStyleSheet()
  sheet.replaceSync(css + more)
}

/**
 * stage returns the open shadow root beside the body in which Beckon paints. The page is touched only from the first call on;
 * when the page threw the root out, it is back.
 */
export const stage = (): ShadowRoot => {
  if (!host) {
    host = document.createElement('div')
    host.lang = 'en'
    host.attachShadow({ mode: 'open' }).adoptedStyleSheets.push(sheet as CSSStyleSheet)
  }
  host.isConnected || document.documentElement.append(host)
  return host.shadowRoot as ShadowRoot
}

/** clear takes what Beckon painted off the page, until the next stage. */
export const clear = (): void => host?.remove()
