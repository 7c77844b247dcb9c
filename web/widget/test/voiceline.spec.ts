// Voice where the network is not as it should be: none for the window, another one, or only HTTP for the page (F-33, F-34, S-42).
import { expect, type Page, test } from '@playwright/test'
import { bar, counting, energy, inChat, key, launch, microphones, operator, serve, stand, wayOf } from './voiceworld'
import { anew, arrived, html, server, site, visit } from './world'

anew()
test.use({ launchOptions: launch })

const heading = (page: Page, text: string) => expect(page.getByRole('heading', { name: text, exact: true })).toBeVisible()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

for (const [what, now] of [
  ['refuses', 'refused'],
  ['never answers', 'silent'],
] as const)
  test(`a network that ${what} sockets: the window says so within 10 s, and leads back to text`, async ({ context }) => {
    await counting(context)
    const way = await wayOf(context)
    way.now = now
    if (now === 'silent') await context.addInitScript('window.WebSocket = class { close() {} }')
    const window = await context.newPage()
    const start = Date.now()
    await window.goto(`${server.origin}/call#${key}`)
    await heading(window, 'No voice chat')
    expect(Date.now() - start).toBeLessThan(10_000)
    await expect(window.getByText('This network lets no calls through. The chat goes on in text.')).toBeVisible()
    await expect(window.getByText('Looking for the connection…')).toBeHidden()
    expect(await microphones(window)).toEqual({ asked: 0, on: 0 })
    await expect(window.getByRole('button')).toHaveText(['Go on in text'])
    if (now === 'silent') return
    // It was only for a while.
    server.phone.request('waiting')
    way.now = 'open'
    await heading(window, 'Routing your call…')
  })

test('the page has no socket: voice is chosen, called, muted and hung up over HTTP', async ({ context }) => {
  server.noVoice = undefined
  await context.routeWebSocket(/v1\/visit/, (socket) => socket.close())
  site.pages.set('/', { html: html() })
  const { page, errors } = await visit(context)
  await arrived()
  serve()
  const ana = await operator(context)
  await page.bringToFront()
  await press(page, 'Click for Live Help')
  await page.getByRole('radio', { name: 'Voice chat' }).check({ force: true })
  const opens = context.waitForEvent('page')
  await press(page, 'Start')
  const window = await opens
  await heading(window, 'Routing your call…')
  server.acceptRequest()
  server.phone.tell({ type: 'phone', conversation: server.conversation })
  await expect(bar(page)).toContainText('Calling Ana…')
  stand({ state: 'open' })
  await heading(window, 'Ana')
  stand({ connected: Date.now() })
  await expect.poll(() => energy(ana)).toBeGreaterThan(0.01)
  await expect(bar(page)).toContainText('Your microphone is on')
  await bar(page).getByRole('button', { name: 'Mute' }).click()
  await expect.poll(() => server.of('steer-phone').map(({ muted }) => muted)).toEqual([true])
  server.phone.tell({ type: 'steer-phone', muted: true })
  await expect(bar(page)).toContainText('Your microphone is off')
  await bar(page).getByRole('button', { name: 'Hang up' }).click()
  await expect.poll(() => server.of('hang-up').length).toBe(1)
  stand({ state: 'ended', endedBy: 'visitor' })
  await heading(window, 'Call ended')
  expect(server.posts).toBeGreaterThan(0)
  expect(errors).toEqual([])
})

test('the answer about the relay is lost once: it is asked for again', async ({ context }) => {
  await inChat(context)
  await operator(context)
  const { hears } = server.phone
  let lost = 0
  server.phone.hears = (frame) => {
    if (frame.type === 'relay' && !lost++) return
    hears(frame)
  }
  stand({ state: 'open' })
  const window = await context.newPage()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Ana')
  expect(server.phone.of('relay').length).toBe(2)
})

test('F-33 another network: a new line at once, and a new offer is asked for when nothing comes any more', async ({
  context,
}) => {
  await inChat(context)
  const ana = await operator(context)
  stand({ state: 'open' })
  const window = await context.newPage()
  await window.goto(`${server.origin}/call#${key}`)
  await heading(window, 'Ana')
  const again = () => server.phone.of('signal').filter(({ kind }) => kind === 'again').length
  const before = again()
  // All that is said still comes: no offer is asked for.
  await window.evaluate('dispatchEvent(new Event("online"))')
  await expect.poll(() => server.phone.of('phone').length).toBe(2)
  await window.waitForTimeout(1_000)
  expect(again()).toBe(before)
  // The two are connected, and yet nothing comes.
  await ana.evaluate('pc.getSenders()[0].replaceTrack(null)')
  await expect
    .poll(async () => {
      await window.evaluate('navigator.connection.dispatchEvent(new Event("change"))')
      return again()
    })
    .toBe(before + 1)
})

test('the panel’s Hang up without a line is said, and done when it is back', async ({ context }) => {
  let cut = false
  await context.routeWebSocket(/v1\/visit/, async (socket) => {
    if (cut) await socket.close()
    else {
      const there = socket.connectToServer()
      there.onMessage((text) => (cut ? void socket.close() : socket.send(text)))
    }
  })
  const page = await inChat(context)
  stand({ state: 'open' })
  await expect(bar(page).getByRole('button', { name: 'Hang up' })).toBeVisible()
  cut = true
  server.tell({ type: 'ping', at: Date.now() })
  await expect(page.getByText('Connecting…').last()).toBeVisible()
  await expect.poll(() => page.evaluate('1')).toBe(1)
  await bar(page).getByRole('button', { name: 'Hang up' }).click()
  await expect(bar(page)).toContainText('Hanging up…')
  await page.waitForTimeout(500)
  expect(server.of('hang-up')).toEqual([])
  cut = false
  await expect.poll(() => server.of('hang-up').map(({ call }) => call)).toEqual(['call-000000000001'])
  stand({ state: 'ended', endedBy: 'visitor' })
  await expect(bar(page)).not.toContainText('Hanging up…')
})

test('a blocked window is opened by the link', async ({ context }) => {
  const page = await inChat(context)
  server.phone.tell({ type: 'phone', conversation: server.conversation })
  await page.evaluate('window.open = () => null')
  await bar(page).getByRole('button', { name: 'Voice chat' }).click()
  await expect(bar(page)).toContainText('Your browser blocked the call window.')
  const link = bar(page).getByRole('link', { name: 'Open call window' })
  await expect(link).toHaveAttribute('href', /\/call#[\w-]{32}$/)
  const opens = context.waitForEvent('page')
  await link.click()
  const window = await opens
  await heading(window, 'Calling Ana…')
  expect(server.phone.of('phone').at(-1)).toMatchObject({ key: server.of('expect-phone').at(-1)?.key, from: site.origin })
  await expect(bar(page)).not.toContainText('blocked')
})

test('S-42 the voice part can’t be loaded: the choice says so', async ({ context }) => {
  server.noVoice = undefined
  await context.route('**/w/voice-*', (route) => route.abort())
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await press(page, 'Click for Live Help')
  const choice = page.getByRole('radio', { name: 'Voice chat' })
  await expect(choice).toHaveAccessibleDescription('Voice chat could not be loaded.')
  await expect(choice).toBeDisabled()
})

test('S-42 in the chat, the reason stands beside the button', async ({ context }) => {
  await context.addInitScript('navigator.mediaDevices.enumerateDevices = async () => []')
  const page = await inChat(context)
  const button = bar(page).getByRole('button', { name: 'Voice chat' })
  await expect(button).toBeDisabled()
  await expect(button).toHaveAccessibleDescription('No microphone was found here.')
  await expect(bar(page).getByText('No microphone was found here.')).toBeVisible()
})

test('it rings for 45 s at most, also without a line', async ({ context }) => {
  await context.addInitScript(() => {
    const here = window as unknown as { rung: number }
    here.rung = 0
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (...when) {
      here.rung++
      return start.apply(this, when)
    }
  })
  const page = await inChat(context)
  await page.clock.install()
  await page.evaluate('rung = 0')
  stand({})
  await expect(bar(page).getByRole('button', { name: 'Accept call' })).toBeVisible()
  const each = Number(await page.evaluate('rung'))
  expect(each).toBeGreaterThan(0)
  await page.clock.runFor(40_000)
  const then = Number(await page.evaluate('rung'))
  expect(then).toBeGreaterThan(12 * each)
  await page.clock.runFor(60_000)
  expect(Number(await page.evaluate('rung'))).toBeLessThanOrEqual(15 * each)
})
