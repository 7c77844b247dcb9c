import type { Page, Route, WebSocketRoute } from '@playwright/test'
import type { ConsoleFrame, Schemas } from '../../wire/frames'
import { people, ZONES } from './people'
import { asking, SETTINGS } from './queue'

/** Scene is what the fake server shows. */
export interface Scene {
  visits?: Schemas['Visit'][]
  /** Chat requests that wait; by each of them its visit is marked. */
  requests?: (visits: Schemas['Visit'][], now: number) => Schemas['Request'][]
  settings?: Partial<Schemas['Settings']>
  me?: Partial<Schemas['Me']>
  signedIn?: boolean
  /** The socket is refused. */
  down?: boolean
}

/** A Fake is the running fake server: what was called, and how to send more. */
export interface Fake {
  calls: { method: string; path: string; body: unknown }[]
  send(frame: ConsoleFrame): void
  /** cut breaks the line; further ones are refused. */
  cut(): Promise<void>
}

const ANA: Schemas['Operator'] = {
  id: 'ana',
  login: 'ana',
  name: 'Ana',
  administrator: true,
  disabled: false,
  online: true,
  liveHelp: true,
  hasPassword: true,
}
const SITE: Schemas['Site'] = {
  id: 'shop',
  name: 'Kestrel Bikes',
  key: 'k-7f3a91c2',
  mode: 'full',
  origins: ['https://kestrel.example'],
  button: { corner: 'end', x: 28, y: 28, z: 2147483647 },
}

/** fake answers the API and the console's socket in a page as a server with a busy shop would. */
export async function fake(page: Page, scene: Scene = {}): Promise<Fake> {
  const now = Date.now()
  const me: Schemas['Me'] = {
    operator: ANA,
    session: 'session-1',
    needsPassword: false,
    needsSetup: false,
    demo: true,
    encrypted: false,
    publicURL: 'http://localhost:8080',
    canMail: false,
    version: '0',
    ...scene.me,
  }
  const visits = scene.visits ?? people(now)
  const requests = scene.requests?.(visits, now) ?? []
  const calls: Fake['calls'] = []
  let signedIn = scene.signedIn ?? true
  let refused = scene.down ?? false
  let socket: WebSocketRoute | undefined

  await page.routeWebSocket('**/api/v1/live', async (route) => {
    if (refused) return route.close({ code: 1011 })
    socket = route
    route.onMessage((data) => {
      const frame = JSON.parse(String(data)) as { type: string }
      if (frame.type === 'watch') route.send(JSON.stringify(pictureOf(asking(visits, requests), requests, now)))
    })
  })
  await page.route('**/api/v1/**', async (route) => {
    const request = route.request()
    const path = new URL(request.url()).pathname.replace('/api/v1', '')
    const method = request.method()
    const body: unknown = request.postDataJSON()
    calls.push({ method, path, body })
    if (method === 'POST' && path.startsWith('/session')) {
      if ((body as { password?: string }).password === 'wrong')
        return problem(route, 401, 'unauthenticated', 'Login and password do not match.')
      signedIn = true
      return json(route, me)
    }
    if (!signedIn) return problem(route, 401, 'unauthenticated', 'Sign in first.')
    if (method === 'DELETE' && path === '/session') {
      signedIn = false
      return route.fulfill({ status: 204 })
    }
    const settings = { ...SETTINGS, ...scene.settings }
    const answer = path === '/settings' ? settings : answerTo(method, path, me, visits, now)
    return answer === undefined ? problem(route, 404, 'not-found', 'There is no such thing.') : json(route, answer)
  })
  return {
    calls,
    send: (frame) => socket?.send(JSON.stringify(frame)),
    async cut() {
      refused = true
      await socket?.close({ code: 1011 })
    },
  }
}

function answerTo(method: string, path: string, me: Schemas['Me'], visits: Schemas['Visit'][], now: number): unknown {
  const [, noun = '', id = '', what = ''] = path.split('/')
  const talks = conversations(visits, now)
  if (method === 'GET' && path === '/session') return me
  if (path === '/live/ticket') return { ticket: 'ticket-1' }
  if (path === '/operators/me/live-help') return { ...me.operator, liveHelp: !me.operator.liveHelp }
  if (path === '/sites') return [SITE]
  if (path === '/operators') return [ANA, BEN]
  if (path === '/sessions') return []
  if (path === '/canned') return method === 'GET' ? CANNED : {}
  if (noun === 'sites' && what === 'check')
    return { verdict: 'seen', lastPage: now - 3000, lastURL: visits[0]?.url, foreign: [], forwarded: false }
  if (path === '/invitations/preview') return { text: PREVIEW }
  if (noun === 'visits') {
    const visit = visits.find((one) => one.id === id)
    return visit && { visit, firstSeen: visit.started, invitations: [], pages: pagesOf(visit) }
  }
  if (noun === 'visitors') return { conversations: [], offline: [] }
  if (noun === 'conversations' && what === 'messages')
    return { messages: LINES.map((line, i) => message(line, i, id, now)), more: false }
  if (noun === 'conversations') return talks.find((one) => one.id === id)
  return undefined
}

const BEN: Schemas['Operator'] = { ...ANA, id: 'ben', login: 'ben', name: 'Ben', administrator: false }
const PREVIEW = SETTINGS.defaultInvitation.replace('%name%', 'Ana')
const CANNED: Schemas['Canned'][] = [
  {
    id: 'c1',
    title: 'Delivery',
    text: 'We deliver within three working days.',
    shortcut: 'delivery',
    personal: false,
    tags: ['parcel'],
    used: 12,
  },
  { id: 'c2', title: 'Returns', text: 'You may return it within 30 days, %visitor%.', personal: true, tags: [], used: 0 },
]
const LINES: readonly [Schemas['Message']['from'], string, Schemas['Message']['what']?][] = [
  ['operator', PREVIEW, 'invitation'],
  ['visitor', 'Hi Ana. Does the Kestrel fit a child seat?'],
  ['operator', 'It does, with the long rack. I can put both in one parcel so that delivery stays free.'],
  ['visitor', 'That would be great. And is the rack in stock?'],
]

function message([from, text, what]: (typeof LINES)[number], i: number, conversation: string, now: number): Schemas['Message'] {
  return {
    conversation,
    seq: i + 1,
    id: `line-${conversation}-${i}`,
    from,
    name: from === 'operator' ? 'Ana' : 'Rui Costa',
    text,
    what,
    at: now - (5 - i) * 30_000,
  }
}

function pagesOf(visit: Schemas['Visit']): Schemas['PageView'][] {
  return visit.trail
    .map((zone, i) => ({
      id: `page-${i}`,
      url: visit.url,
      title: visit.title,
      zone,
      at: visit.pageSince - (visit.trail.length - 1 - i) * 60_000,
    }))
    .reverse()
}

function conversations(visits: Schemas['Visit'][], now: number): Schemas['Conversation'][] {
  return visits.flatMap((visit) =>
    visit.conversation
      ? [
          {
            id: visit.conversation.id,
            visitor: visit.visitor,
            visit: visit.id,
            site: visit.site,
            kind: visit.conversation.kind,
            state: 'open' as const,
            hold: visit.conversation.hold,
            operator: visit.conversation.operator,
            operatorName: visit.conversation.operatorName,
            visitorName: visit.name ?? 'Site visitor',
            started: now - 150_000,
            lastSeq: LINES.length,
            visitorGot: 3,
            visitorRead: 3,
            operatorRead: 4,
            tags: ['delivery'],
            operatorGot: 4,
            visitorAway: false,
          },
        ]
      : [],
  )
}

function pictureOf(visits: Schemas['Visit'][], requests: Schemas['Request'][], now: number): Schemas['PictureFrame'] {
  return {
    type: 'picture',
    at: now,
    epoch: 'e1',
    me: 'ana',
    sites: [SITE],
    zones: ZONES,
    visits,
    invitations: [],
    requests,
    conversations: conversations(visits, now),
    operators: [ANA, BEN],
    keptOut: {
      robots: 6,
      robotNames: { bingbot: 4, AhrefsBot: 2 },
      privacy: 1,
      unknownSite: 0,
      unknownKey: 0,
      siteOff: 0,
      blocked: 0,
      overCapacity: 0,
    },
  }
}

function json(route: Route, body: unknown): Promise<void> {
  return route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(body) })
}

function problem(route: Route, status: number, code: string, detail: string): Promise<void> {
  return route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ status, code, detail }) })
}
