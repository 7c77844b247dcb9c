import type { Schemas } from '../../wire/frames'

type Request = Schemas['Request']
type Visit = Schemas['Visit']

/** SETTINGS are those of a new installation. */
export const SETTINGS: Schemas['Settings'] = {
  defaultInvitation: `Hello! I'm %name%. If you have any questions or requests I'm ready to help you. Just click "Start Chat" button to start a conversation.`,
  defaultVisitorName: 'Site visitor',
  pageChangeGrace: 4,
  sleepTimeout: 300,
  visitGap: 1800,
  invitationExpiry: 600,
  visitorGone: 600,
  bothSilent: 1800,
  operatorAway: 30,
  responseTimeout: 30,
  listExpiration: 60,
  waitingGone: 60,
  maxChats: 3,
  queueLength: 200,
  messageLength: 4000,
  maxFile: 10,
  routing: 'first-available',
  hours: { limited: false, timeZone: 'UTC', week: [[], [], [], [], [], [], []], holidays: [] },
  webPush: false,
  directCalls: false,
}

/** HOURS are business hours with what they can have. */
export const HOURS: Schemas['Hours'] = {
  limited: true,
  timeZone: 'Europe/Lisbon',
  week: [
    [],
    ...Array.from({ length: 4 }, () => [
      { from: 540, to: 780 },
      { from: 840, to: 1080 },
    ]),
    [{ from: 540, to: 780 }],
    [],
  ],
  holidays: [
    { date: '2026-12-24', name: 'Christmas Eve', open: [{ from: 540, to: 720 }] },
    { date: '2026-12-25', name: 'Christmas Day', open: [] },
  ],
}

/** request is a chat request of the visitor of a visit. */
export function request(visit: Visit, asked: number, is: Partial<Request> = {}): Request {
  return {
    id: `request-${visit.id}`,
    visitor: visit.visitor,
    visit: visit.id,
    site: visit.site,
    kind: 'text',
    visitorName: visit.name ?? visit.city ?? 'Site visitor',
    state: 'waiting',
    returned: false,
    invited: false,
    asked,
    ringing: [],
    passes: [],
    visitorAway: false,
    ...is,
  }
}

/** queue are a few who wait, each in another way; the first rings at Ana when `rings` says so. */
export function queue(rings: boolean) {
  return (visits: Visit[], now: number): Request[] => {
    const by = (city: string) => visits.find((one) => one.city === city) as Visit
    const until = now + 24_000
    const missed = { operator: 'ben', how: 'missed', at: now - 20_000 } as const
    return [
      request(by('Torino'), now - 6_000, rings ? { ringing: [{ operator: 'ana', until }] } : {}),
      request(by('Gdańsk'), now - 48_000, { invited: true, passes: [missed] }),
      request(by('Oulu'), now - 21_000, { ringing: [{ operator: 'ben', until }], kind: 'voice' }),
      request(by('Nantes'), now - 14_000, { visitorAway: true }),
      request(by('Delft'), now - 9_000, { returned: true, conversation: 'talk-sanne' }),
    ]
  }
}

/** asking are visits with the marks of the requests of their visitors; one that was returned has no operator. */
export function asking(visits: readonly Visit[], requests: readonly Request[]): Visit[] {
  return visits.map((visit) => {
    const waits = requests.find((one) => one.visit === visit.id)
    if (!waits) return visit
    const { id, kind, asked, returned } = waits
    const conversation = visit.conversation && { ...visit.conversation, operator: '', operatorName: '' }
    return { ...visit, request: { id, kind, asked, returned }, conversation }
  })
}
