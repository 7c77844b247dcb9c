import type { VisitorFrame, VisitorSends } from '../../../wire/frames'
import { listen } from '../safely'
import { attention, watchAttention } from './attention'
import { newIdentity } from './identity'
import { newLink } from './link'
import { type PageView, watchPages } from './pages'
import { newReception } from './reception'

/**
 * visit makes this page known to Beckon at origin as a page of the site with this KEY, and receives what comes from there. With `own`
 * the site has elements of its own in place of our button. The function returned does what the page asks for: `page` counts a page view that
 * no address tells of, `open` does what the button does.
 */
export const visit = (origin: string, site: string, own: boolean): ((what: unknown) => void) => {
  const name = `beckon_${site}`
  const identity = newIdentity(name)
  let token = ''
  let told = ''

  const greet = (): VisitorSends => {
    const view = pages.untold()[0] as PageView
    told = view.page + view.title
    return {
      type: 'hello',
      version: 1,
      site,
      token: token || undefined,
      ...view,
      screen: `${screen.width}x${screen.height}`,
      ...attention(),
      after: reception.point(),
    }
  }

  const take = (frame: VisitorFrame): void => {
    if (frame.type === 'welcome') {
      // The panel needs it too.
      frame.token = token = frame.token || token
      identity.keep(token, frame.keep)
      // What came since hello, and what hello had no room for.
      for (const view of pages.untold()) if (view.page + view.title !== told) link.send({ type: 'page', ...view })
    }
    if (frame.type === 'kept') pages.kept(frame.page)
    else reception.take(frame)
  }

  const reception = newReception(origin, name, own, (frame) => link.send(frame))
  const link = newLink(origin, greet, take, reception.lost, reception.urgent)
  const pages = watchPages((view) => link.send({ type: 'page', ...view }))
  watchAttention((now, active) => {
    link.send({ type: 'attention', ...now, active: active as boolean })
    if (now.visible) link.nudge()
  })
  listen(window, 'online', link.nudge)
  const begin = (): void =>
    identity.recall((found) => {
      token = found
      link.open()
    })
  // A page with an open line or channel may not be kept for the way back.
  listen(window, 'pagehide', () => {
    link.close()
    reception.lost(1001, false)
    identity.rest()
  })
  listen(window, 'pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return
    pages.see(true)
    begin()
  })
  begin()
  return (what) => {
    if (what === 'page') pages.see(true)
    if (what === 'open') reception.open()
  }
}
