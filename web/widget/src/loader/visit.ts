import type { Schemas, VisitorFrame, VisitorSends } from '../../../wire/frames'
import type { Invitation, Keep, ResumePoint } from '../port'
import { listen } from '../safely'
import { stored } from '../storage'
import { attention, watchAttention } from './attention'
import { newIdentity } from './identity'
import { newInvitationCard } from './invitation'
import { newLink } from './link'
import { type Pages, watchPages } from './pages'
import { newLazyPanel } from './panel'
import { stage } from './stage'

/**
 * visit makes this page known to Beckon at origin as a page of the site with this KEY, and receives what comes from there. The function
 * returned counts a page view that no address tells of.
 */
export const visit = (origin: string, site: string): Pages['see'] => {
  const name = `beckon_${site}`
  const talkName = `${name}_talk`
  const identity = newIdentity(name)
  let token = ''
  let keep: Keep
  let after: ResumePoint | undefined
  let path = ''
  let talking = false
  let pending = false
  let told = ''

  const load = (): void => panel.load(origin + path)
  const card = newInvitationCard(
    (frame) => link.send(frame),
    load,
    (invitation) => {
      panel.open(invitation)
      load()
    },
  )
  const panel = newLazyPanel(
    ({ start }) =>
      start({ root: stage(), name, keep: () => keep, send: link.send, resume: (point) => (after = point), card: card.show }),
    card.failed,
  )

  const invite = (invitation?: Invitation): void => {
    pending = !!invitation
    card.set(invitation)
  }

  const greet = (): VisitorSends => {
    const view = pages.current()
    told = view.page + view.title
    const frame: Schemas['HelloFrame'] = {
      type: 'hello',
      version: 1,
      site,
      token: token || undefined,
      ...view,
      language: navigator.language,
      screen: `${screen.width}x${screen.height}`,
      ...attention(),
      after,
    }
    return frame
  }

  const welcome = (frame: Schemas['WelcomeFrame']): void => {
    keep = frame.keep
    token = frame.token || token
    identity.keep(token, keep)
    path = frame.chat
    // Another page or title since hello.
    const view = pages.current()
    if (view.page + view.title !== told) link.send({ type: 'page', ...view })
  }

  const take = (frame: VisitorFrame): void => {
    if (frame.type === 'kept') return
    if (frame.type === 'welcome') welcome(frame)
    if (frame.type === 'welcome' || frame.type === 'conversation') talking = frame.conversation?.state === 'open'
    if (frame.type === 'gone') invite()
    if (frame.type === 'welcome' || frame.type === 'invitation') invite(frame.invitation)
    panel.take(frame)
    // A conversation that ended on the page before, or a text that waits to be sent, needs the panel too.
    if (talking || stored('sessionStorage', talkName) || stored('localStorage', talkName)) load()
  }

  const link = newLink(
    `${origin.replace('http', 'ws')}/v1/visit`,
    greet,
    take,
    (code, stopped) => {
      if (code === 4009) after = undefined
      if (stopped) invite()
      panel.lost(code, stopped)
    },
    () => talking || pending,
  )
  const pages = watchPages((view) => link.send({ type: 'page', ...view }))
  watchAttention((now, active) => {
    link.send({ type: 'attention', ...now, active })
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
    identity.rest()
  })
  listen(window, 'pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return
    pages.see(true)
    begin()
  })
  const conversation = stored('sessionStorage', talkName)
  if (conversation) after = { conversation, seq: 0 }
  begin()
  return pages.see
}
