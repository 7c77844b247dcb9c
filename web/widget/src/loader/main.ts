import { attempt, listen, safely } from '../safely'
import { visit } from './visit'

type Calls = { (...call: unknown[]): void; q?: unknown }

attempt(() => {
  const page = window as unknown as { beckon?: Calls }
  // Not currentScript, which a form or picture of the page may be called. Without a script all ends here, by an exception.
  const script = document.querySelector('script[data-site][src*=beckon]') as HTMLScriptElement
  const { site, button } = script.dataset as { site: string; button?: string }
  if (page.beckon?.q === site || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) return
  const { origin } = new URL(script.src)

  const start = (): void => {
    const early = page.beckon?.q as string[][]
    const beckon: Calls = safely(visit(origin, site, button === 'none'))
    // Says that this site's loader is at work, should the page hold the snippet twice.
    beckon.q = site
    page.beckon = beckon
    // Page views called before now are of this page, which is told already. Where nothing was called, there is nothing to go through: last.
    for (const [what] of early) if (what === 'open') beckon(what)
  }

  // A page prepared in advance is seen by nobody yet.
  if ((document as { prerendering?: boolean }).prerendering) listen(document, 'prerenderingchange', start)
  else start()
})
