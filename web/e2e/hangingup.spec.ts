// T-45: when a call ends, no microphone is left that listens: by each Hang up that there is, with a line and without, and when one side is gone.
import { type BrowserServer, expect, type Page, chromium as playwright } from '@playwright/test'
import { Line } from './broken'
import { available } from './callers'
import { change, join, line } from './people'
import { listenIn, soundOf } from './phone'
import { look } from './screens'
import { launch, silent, speaking, twoSpeak } from './speaking'
import { test } from './strangers'

/** After so many milliseconds of silence a side is gone; the microphones are off within two seconds of that. */
const LEASE = 30_000
const SOON = 2000

twoSpeak()

/** The console's line can be cut from its next loading on. */
async function cuttable(console: Page): Promise<Line> {
  const line = await Line.of(console, /\/api\/v1\/live/)
  await console.reload()
  await expect(console.getByTitle('Connected')).toBeVisible()
  return line
}

test('the call window’s own Hang up ends the call on both sides', async () => {
  const window = await speaking.call()
  await speaking.bothHear(window)
  await window.getByRole('button', { name: 'Hang up' }).click()
  for (const page of [speaking.console, window]) await silent(page)
  await expect(line(speaking.console, /Rui hung up · 0:/)).toBeVisible()
  await expect(speaking.bar).toHaveCount(0)
})

test('the operator hangs up without a line: his microphone is off at once and stays off; the visitor is told when the line is back', async () => {
  const { console, bar } = speaking
  const cut = await cuttable(console)
  const window = await speaking.call()
  cut.cut()
  await bar.getByRole('button', { name: 'Hang up' }).click()
  await silent(console)
  await expect(bar).toContainText('Rui is told as soon as Beckon can be reached', { timeout: 20_000 })
  expect((await soundOf(window)).live).toBe(1)
  await look(console, 'call-left')
  cut.mend()
  await silent(window, 10_000)
  await expect(line(window.context().pages()[0] as Page, /Ana hung up/)).toBeVisible()
  await expect(bar).toHaveCount(0)
  expect((await soundOf(console)).live).toBe(0)
})

test('the operator’s line falls silent for good: both microphones are off within 30 s, the operator reads it, and called again he is when he is back', async () => {
  const { console, bar } = speaking
  await change(console, { operatorAway: 120 })
  const cut = await cuttable(console)
  const window = await speaking.call()
  await speaking.bothHear(window)
  cut.cut()
  await Promise.all([silent(console, LEASE + SOON), silent(window, LEASE + SOON)])
  await expect(bar).toContainText('your microphone is off')
  await look(console, 'call-cut')
  await expect(window.getByRole('heading', { name: 'Ana is away for a moment' })).toBeVisible()
  await look(window, 'voice-away')
  await silent(window, 0)
  cut.mend()
  await console
    .getByRole('dialog', { name: 'Incoming call' })
    .getByRole('button', { name: 'Accept call' })
    .click({ timeout: 20_000 })
  await speaking.bothHear(window)
})

test('the operator’s browser is killed: the visitor’s microphone is off within 30 s', async () => {
  const his: BrowserServer = await playwright.launchServer(launch)
  try {
    const console = await join(await playwright.connect(his.wsEndpoint()), speaking.beckon, 'Ben')
    await listenIn(console)
    await console.reload()
    await available(console)
    await speaking.console.context().close()
    const ben = speaking.as(console)
    const window = await ben.call()
    await ben.bothHear(window)
    const gone = new Promise((done) => his.process().once('exit', done))
    his.process().kill('SIGKILL')
    await gone
    await silent(window, LEASE + SOON)
  } finally {
    await his.kill()
  }
})
