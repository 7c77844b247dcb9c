// By which way calls go: through the relay alone, or directly where that is allowed; and whether an operator's browser reaches it.
import { expect, type Page } from '@playwright/test'
import { chromium } from '../chromium'
import { change, goTo } from './people'
import { soundOf, toneFlags } from './phone'
import { look } from './screens'
import { speaking, twoSpeak } from './speaking'
import { test } from './strangers'

// Without it the two would know each other's addresses by names only, which need a network to be asked of.
const plainAddresses = '--disable-features=WebRtcHideLocalIpsWithMdns'

test.use({ launchOptions: { ...chromium, args: [...chromium.args, ...toneFlags(), plainAddresses] } })
test.slow()

twoSpeak()

/** Every candidate that a page's latest peer connection has been told of, by its type. */
const told = (page: Page) =>
  page.evaluate(() => {
    const pc = (window as unknown as { made: RTCPeerConnection[] }).made.at(-1)
    return (pc?.remoteDescription?.sdp.match(/ typ (\w+)/g) ?? []).map((one) => one.slice(5))
  })

test('calls go through the relay at both ends, and neither browser is told of an address that is not the relay’s', async () => {
  const window = await speaking.call()
  await speaking.bothHear(window)
  for (const page of [speaking.console, window]) expect(new Set(await told(page))).toEqual(new Set(['relay']))
})

test('with Allow direct connections on they go directly, and by the relay again once it is off', async () => {
  const { console } = speaking
  await change(console, { directCalls: true })
  await speaking.chat()
  const window = await speaking.accepted()
  await speaking.connected(window, {})
  for (const page of [console, window]) await expect.poll(async () => (await soundOf(page)).way).toMatch(/^(host|srflx|prflx)$/)
  expect((await soundOf(console)).their).toMatch(/^(host|srflx|prflx)$/)
  await speaking.bothHear(window)
  await speaking.bar.getByRole('button', { name: 'Hang up' }).click()
  await expect(speaking.bar).toHaveCount(0)
  await window.close()
  await change(console, { directCalls: false })
  await speaking.connected(await speaking.accepted())
})

/** The server says that its relay is elsewhere. */
const elsewhere = (page: Page, urls: (real: string[]) => string[]) =>
  page.route('**/api/v1/voice', async (route) => {
    const answer = await route.fetch()
    const state = await answer.json()
    await route.fulfill({ response: answer, json: { ...state, urls: urls(state.urls) } })
  })
// Nothing listens at the discard port.
const closed = (url: string) => url.replace(/:\d+\?/, ':9?')

test('Settings → Voice says whether this browser reaches the relay, and what to open when it does not', async () => {
  const { console } = speaking
  await goTo(console, 'Settings', 'Voice')
  await expect(console.getByText('this browser reaches the relay by UDP')).toBeVisible()
  await look(console, 'relay-udp')
  const again = console.getByRole('button', { name: 'Test the connection' })

  await elsewhere(console, ([udp = '', ...others]) => [closed(udp), ...others])
  await expect(console.getByText('reaches the relay by TCP only')).toBeVisible({ timeout: 30_000 })
  await look(console, 'relay-tcp')

  await console.unrouteAll()
  await elsewhere(console, (urls) => urls.map(closed))
  const bad = console.getByText('does not reach the relay')
  await expect(bad).toBeVisible({ timeout: 30_000 })
  await expect(bad).toContainText('Open port 9, UDP and TCP')
  await look(console, 'relay-none')

  await console.unrouteAll()
  await expect(console.getByText('this browser reaches the relay by UDP')).toBeVisible({ timeout: 30_000 })
  await again.click()
  await expect(console.getByText('Looking whether this browser reaches the relay')).toBeVisible()
  await expect(console.getByText('this browser reaches the relay by UDP')).toBeVisible()
})
