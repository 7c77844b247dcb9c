// The visitor's microphone: on for a reason, and only as long as there is one (T-45, F-33).
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { counting, inChat, key, launch, microphones, operator, serve, stand, wayOf } from './voiceworld'
import { anew, html, server, site, visit } from './world'

anew()
test.use({ launchOptions: launch })

const heading = (page: Page, text: string) => expect(page.getByRole('heading', { name: text, exact: true })).toBeVisible()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

// A window in an open call.
const inCall = async (context: BrowserContext): Promise<Page> => {
  await counting(context)
  await inChat(context)
  stand({ state: 'open' })
  const window = await context.newPage()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Connecting…')
  await expect.poll(() => microphones(window)).toEqual({ asked: 1, on: 1 })
  return window
}

test('hung up without a line, the call stays so, and is ended when the line is back', async ({ context }) => {
  const way = await wayOf(context)
  const window = await inCall(context)
  way.now = 'refused'
  server.phone.end()
  await expect(window.getByText('Looking for the connection…')).toBeVisible()
  await press(window, 'Hang up')
  await expect(window.getByText('You hung up.')).toBeVisible()
  expect(await microphones(window)).toEqual({ asked: 1, on: 0 })
  expect(server.phone.of('hang-up')).toEqual([])
  // Loaded anew, the window remembers.
  await window.reload()
  way.now = 'open'
  await expect.poll(() => server.phone.of('hang-up').map(({ call }) => call)).toEqual(['call-000000000001'])
  await expect(window.getByText('You hung up.')).toBeVisible()
  expect(await microphones(window)).toEqual({ asked: 0, on: 0 })
  expect(server.phone.of('call')).toEqual([])
})

test('hung up, the microphone is off before the server answers, and it is told until it knows', async ({ context }) => {
  const window = await inCall(context)
  server.phone.hears = () => {}
  await press(window, 'Hang up')
  await heading(window, 'Call ended')
  await expect.poll(() => server.phone.of('hang-up').length).toBe(1)
  server.phone.tell({ type: 'phone', conversation: server.conversation })
  await expect.poll(() => server.phone.of('hang-up').length).toBe(2)
  const refused = { type: 'refused', of: 'hang-up', id: 'call-000000000001', code: 'unavailable', text: 'Later' } as const
  server.phone.tell(refused)
  await expect.poll(() => server.phone.of('hang-up').length).toBe(3)
  expect(await microphones(window)).toEqual({ asked: 1, on: 0 })
})

test('hung up while the offer is on its way', async ({ context }) => {
  await counting(context)
  await inChat(context)
  server.phone.hears = () => {}
  server.phone.tell({ type: 'phone', conversation: server.conversation })
  const window = await context.newPage()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Calling Ana…')
  await expect.poll(() => server.phone.of('call').length).toBe(1)
  // Nothing but the offer is known here yet.
  await window.evaluate(() => Object.assign(globalThis, { close: () => {} }))
  await press(window, 'Go on in text')
  const { id } = server.phone.of('call')[0] ?? { id: '' }
  await expect.poll(() => server.phone.of('hang-up').map(({ call }) => call)).toEqual([id])
  stand({ id, offeredBy: 'visitor', state: 'ringing' })
  await expect.poll(() => server.phone.of('hang-up').length).toBe(2)
  await heading(window, 'Call ended')
  expect(await microphones(window)).toEqual({ asked: 1, on: 0 })
})

test('F-33 a line that dies in silence ends the call within 30 s, and it does not begin again by itself', async ({ context }) => {
  const way = await wayOf(context)
  await counting(context)
  await inChat(context)
  stand({ state: 'open' })
  const window = await context.newPage()
  await window.clock.install()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Connecting…')
  await expect.poll(() => microphones(window)).toEqual({ asked: 1, on: 1 })
  way.now = 'silent'
  // The last that is heard.
  stand({}, { hold: true })
  await heading(window, 'On hold')
  await window.clock.runFor(25_000)
  expect(await microphones(window)).toEqual({ asked: 1, on: 1 })
  await expect(window.getByText('Looking for the connection…')).toBeVisible()
  await window.clock.runFor(5_000)
  await heading(window, 'Call ended')
  await expect(window.getByText('The connection was lost.')).toBeVisible()
  expect(await microphones(window)).toEqual({ asked: 1, on: 0 })
  stand({}, { hold: false })
  way.now = 'open'
  await window.clock.runFor(20_000)
  await expect.poll(() => server.phone.of('phone').length).toBe(2)
  await heading(window, 'Call ended')
  expect(await microphones(window)).toEqual({ asked: 1, on: 0 })
  expect(server.phone.of('hang-up')).toEqual([])
  await press(window, 'Call again')
  await expect.poll(() => server.phone.of('hang-up').length).toBe(1)
  await heading(window, 'Calling Ana…')
  await expect.poll(() => server.phone.of('call').length).toBe(1)
})

test('waiting in the queue without a line ends too', async ({ context }) => {
  const way = await wayOf(context)
  await counting(context)
  server.phone.request('waiting')
  const window = await context.newPage()
  await window.clock.install()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Routing your call…')
  await expect.poll(() => microphones(window)).toEqual({ asked: 1, on: 1 })
  way.now = 'refused'
  server.phone.end()
  await window.clock.runFor(31_000)
  await heading(window, 'Call ended')
  expect(await microphones(window)).toEqual({ asked: 1, on: 0 })
})

test('no microphone before the server knows what for; a request that is refused leaves none', async ({ context }) => {
  await counting(context)
  const window = await context.newPage()
  await window.clock.install()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Routing your call…')
  await window.clock.runFor(12_000)
  await heading(window, 'No call')
  expect(await microphones(window)).toEqual({ asked: 0, on: 0 })
  // It came late.
  server.phone.request('waiting')
  await heading(window, 'Routing your call…')
  await expect.poll(() => microphones(window)).toEqual({ asked: 1, on: 1 })
})

test('where nobody can be called there is no microphone', async ({ context }) => {
  await counting(context)
  await inChat(context)
  server.phone.tell({ type: 'phone', conversation: { ...server.conversation, noVoice: 'Ana has no microphone' } as never })
  const window = await context.newPage()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'No voice chat')
  expect(await microphones(window)).toEqual({ asked: 0, on: 0 })
})

test('asked for twice, one microphone is on', async ({ context }) => {
  await counting(context)
  await context.addInitScript(() => {
    const here = window as unknown as { allow: () => void }
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    const waits: (() => void)[] = []
    here.allow = () => {
      for (const go of waits) go()
    }
    navigator.mediaDevices.getUserMedia = async (what) => {
      await new Promise<void>((done) => waits.push(done))
      return ask(what)
    }
  })
  server.phone.request('waiting')
  const window = await context.newPage()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Your microphone')
  server.phone.request('withdrawn')
  await heading(window, 'No call')
  server.phone.request('waiting')
  await window.evaluate((to) => location.assign(to), `#${key}`)
  await heading(window, 'Your microphone')
  await window.evaluate('allow()')
  await expect.poll(() => microphones(window)).toEqual({ asked: 2, on: 1 })
  await heading(window, 'Routing your call…')
  server.phone.request('withdrawn')
  await expect.poll(() => microphones(window)).toEqual({ asked: 2, on: 0 })
})

test('Start is refused: the window that it opened is closed', async ({ context }) => {
  server.noVoice = undefined
  server.refusal = { code: 'nobody', text: 'Nobody is here' }
  await counting(context)
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await press(page, 'Click for Live Help')
  await page.getByRole('radio', { name: 'Voice chat' }).check({ force: true })
  const opens = context.waitForEvent('page')
  await press(page, 'Start')
  const window = await opens
  if (!window.isClosed()) await window.waitForEvent('close')
  await expect(page.getByText('Nobody is here')).toBeVisible()
})

test('opened by a link, the window takes the microphone only after a press, once for its key', async ({ context }) => {
  await counting(context)
  server.phone.first = { type: 'phone', press: true }
  await inChat(context)
  server.phone.tell({ type: 'phone', conversation: server.conversation })
  const window = await context.newPage()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Voice chat with Velo & Bell')
  expect(server.phone.of('phone').at(-1)).toMatchObject({ from: '' })
  await expect(window.getByRole('button')).toHaveText(['Close window', 'Start voice chat'])
  expect(await microphones(window)).toEqual({ asked: 0, on: 0 })
  await press(window, 'Start voice chat')
  await heading(window, 'Calling Ana…')
  expect(await microphones(window)).toEqual({ asked: 1, on: 1 })
  await window.keyboard.press('F5')
  await window.reload()
  await heading(window, 'Calling Ana…')
  expect(await microphones(window)).toEqual({ asked: 1, on: 1 })
})

test('another key in the window drops the microphone and wants a press', async ({ context }) => {
  const window = await inCall(context)
  await window.evaluate(() => location.assign(`#${'x'.repeat(32)}`))
  await heading(window, 'Voice chat with Velo & Bell')
  expect(await microphones(window)).toEqual({ asked: 1, on: 0 })
  expect(server.phone.of('phone').map(({ key }) => key[0])).toEqual(['k', 'x'])
  await press(window, 'Start voice chat')
  await expect.poll(() => microphones(window)).toEqual({ asked: 2, on: 1 })
})

test('a microphone that is unplugged is told to the operator; one that is not used any more gives everything back', async ({
  context,
}) => {
  const window = await inCall(context)
  await operator(context)
  await window.evaluate('tracks[0].dispatchEvent(new Event("ended"))')
  await heading(window, 'No microphone')
  await expect.poll(() => server.phone.of('call-report').at(-1)?.trouble).toBe('microphone')
  expect(await microphones(window)).toEqual({ asked: 1, on: 0 })
  await press(window, 'Try again')
  await expect.poll(() => server.phone.of('call-report').at(-1)?.trouble).toBe(undefined)
  stand({ state: 'ended', endedBy: 'operator' })
  await heading(window, 'Call ended')
  expect(await microphones(window)).toEqual({ asked: 2, on: 0 })
  await expect.poll(() => window.evaluate('contexts.filter(({ state }) => state !== "closed").length')).toBe(0)
  expect(await window.evaluate('contexts.length')).toBeGreaterThan(0)
})

test('F-34 after a restart the window is back by its token within 10 s, and calls once more', async ({ context }) => {
  server.phone.first = { type: 'phone', token: 'sealed' } as never
  const window = await inCall(context)
  const { conversation } = server
  const before = server
  server.phone.closes = 1012
  server.phone.end()
  await expect(window.getByText('Looking for the connection…')).toBeVisible()
  server.phone.closes = undefined
  server.conversation = conversation
  serve()
  stand({ state: 'ended', endedBy: 'lost' })
  await expect.poll(() => before.phone.of('phone').at(-1)).toMatchObject({ token: 'sealed' })
  await heading(window, 'Calling Ana…')
  expect(await microphones(window)).toEqual({ asked: 1, on: 1 })
})
