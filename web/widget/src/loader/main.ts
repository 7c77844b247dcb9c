import { attempt, listen, safely } from '../safely'
import { visit } from './visit'

type Calls = { (...call: unknown[]): void; q?: unknown }

attempt(() => {
  const page = window as unknown as { beckon?: Calls }
  // A form or picture of the page may bear the name currentScript; it has no data-site.
  let script = document.currentScript as HTMLScriptElement | null
  if (!script?.dataset?.site) script = document.querySelector('[data-site][src*="beckon.js"]')
  const site = script?.dataset.site
  if (!script || !site || page.beckon?.q === site || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)
    return
  const { origin } = new URL(script.src)

  const start = (): void => {
    const see = visit(origin, site)
    // Calls made before now tell of this page, which is told already.
    const beckon: Calls = safely((what: unknown) => {
      if (what === 'page') see(true)
    })
    // Says that this site's loader is at work, should the page hold the snippet twice.
    beckon.q = site
    page.beckon = beckon
  }

  // A page prepared in advance is seen by nobody yet.
  if ((document as { prerendering?: boolean }).prerendering) listen(document, 'prerenderingchange', start)
  else start()
})
