// The visitor's side of a call when its line, its network or its page is gone.
import { expect, type Page } from '@playwright/test'
import { Line, lostWay, way } from './broken'
import { line } from './people'
import { energyOf, silent, speaking, twoSpeak } from './speaking'
import { test } from './strangers'

/** After so many milliseconds of silence a side is gone; the microphones are off within two seconds of that. */
const LEASE = 30_000
const SOON = 2000

twoSpeak()
lostWay()

/** How often a page has asked for a microphone. */
const asked = (page: Page) => page.evaluate(() => (window as unknown as { streams: MediaStream[] }).streams.length)

/** They speak; the line of the call window can be cut, and its way to the relay. */
async function call(): Promise<[Page, Line]> {
  const cut = await Line.of(speaking.visitor.context, /\/v1\/phone/, way.rewrite)
  return [await speaking.call(), cut]
}

test('the visitor hangs up without a line: the microphone is off at once, is not asked for again, and the call is over when the line is back', async () => {
  const [window, cut] = await call()
  cut.cut()
  await window.getByRole('button', { name: 'Hang up' }).click()
  await silent(window)
  cut.mend()
  await window.evaluate(() => dispatchEvent(new Event('online')))
  await expect(line(speaking.console, /Rui hung up/)).toBeVisible()
  await silent(speaking.console)
  expect(await asked(window)).toBe(1)
  await silent(window, 0)
})

test('the visitor’s network is gone for good, and nobody is told: both microphones are off within 30 s', async () => {
  const [window, cut] = await call()
  await speaking.bothHear(window)
  cut.cut()
  way.cut()
  await Promise.all([silent(window, LEASE + SOON), silent(speaking.console, LEASE + SOON)])
})

test('the visitor’s network is gone with the line, and another is there: both hear each other again within 5 s, in the same call', async () => {
  const [window, cut] = await call()
  const { console } = speaking
  await speaking.bothHear(window)
  cut.cut()
  way.cut()
  await expect(window.getByText('Connecting again…')).toBeVisible({ timeout: 20_000 })
  const before = await Promise.all([console, window].map(energyOf))
  cut.mend()
  way.mend()
  await window.evaluate(() => dispatchEvent(new Event('online')))
  await Promise.all(
    [console, window].map((page, i) =>
      expect.poll(() => energyOf(page), { timeout: 5000, intervals: [100] }).toBeGreaterThan((before[i] ?? 0) + 0.01),
    ),
  )
  expect(await asked(window)).toBe(1)
})

test('a visitor who has left the site with the call window open can be called again', async () => {
  const window = await speaking.call()
  await speaking.visitor.page.goto('about:blank')
  await speaking.bar.getByRole('button', { name: 'Hang up' }).click()
  await silent(window)
  await speaking.console.getByRole('button', { name: 'Start voice chat' }).click()
  await window.getByRole('button', { name: /accept/i }).click()
  await speaking.connected(window)
  await speaking.bothHear(window)
})
