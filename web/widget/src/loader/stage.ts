import css from './card.css?inline'

let host: HTMLElement | undefined

/**
 * stage returns the open shadow root beside the body in which Beckon paints. The page is touched only from the first call on;
 * when the page threw the root out, it is back.
 */
export const stage = (): ShadowRoot => {
  if (!host) {
    host = document.createElement('div')
    host.lang = 'en'
    // A strict policy would forbid a style element.
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    host.attachShadow({ mode: 'open' }).adoptedStyleSheets.push(sheet)
  }
  host.isConnected || document.documentElement.append(host)
  return host.shadowRoot as ShadowRoot
}
