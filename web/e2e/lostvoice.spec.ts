// What the two of a call hear and read while it is on hold, and when the server goes down under it.
import { expect, type Page } from '@playwright/test'
import { composer, says } from './callers'
import { line } from './people'
import { speaking, twoSpeak } from './speaking'
import { test } from './strangers'

/** TOLD is within how many milliseconds both are told that the server went down (F-34). */
const TOLD = 10_000

twoSpeak()

/** Has a page's own sounds be measured where they leave for the loudspeaker. */
async function overhear(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    let loudest = 0
    const real = AudioNode.prototype.connect as (this: AudioNode, ...to: unknown[]) => unknown
    AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
      if (to[0] instanceof AudioDestinationNode) {
        const ear = this.context.createAnalyser()
        const wave = new Float32Array(ear.fftSize)
        real.call(this, ear)
        setInterval(() => {
          ear.getFloatTimeDomainData(wave)
          for (const one of wave) loudest = Math.max(loudest, Math.abs(one))
        }, 50)
      }
      return real.apply(this, to)
    } as AudioNode['connect']
    Object.assign(globalThis, {
      loudest: () => {
        const was = loudest
        loudest = 0
        return was
      },
    })
  })
}

const loudest = (page: Page) => page.evaluate(() => (globalThis as unknown as { loudest(): number }).loudest())

test('HLD-1: on hold the visitor hears a tone, and none before or after', async () => {
  await overhear(speaking.visitor.page)
  const window = await speaking.call()
  await speaking.bothHear(window)
  expect(await loudest(window)).toBe(0)
  await speaking.console.getByRole('button', { name: 'Hold', exact: true }).click()
  await expect(window.getByText(/on hold/i).first()).toBeVisible()
  await expect.poll(() => loudest(window)).toBeGreaterThan(0.03)
  // It is heard again and again.
  await expect.poll(() => loudest(window)).toBe(0)
  await expect.poll(() => loudest(window)).toBeGreaterThan(0.03)
  await speaking.console.getByRole('button', { name: 'Resume' }).click()
  await speaking.connected(window)
  await speaking.bothHear(window)
  await loudest(window)
  await speaking.bothHear(window)
  expect(await loudest(window)).toBe(0)
})

test('F-34: the server goes down in a call: both are told within 10 s, the text goes on on both sides, one call is offered anew', async () => {
  const { beckon, console, visitor } = speaking
  const window = await speaking.call()
  await beckon.kill()
  const down = Date.now()
  await Promise.all([
    expect(window.getByText(/Looking for the connection/)).toBeVisible({ timeout: TOLD }),
    expect(console.getByText(/Not connected/)).toBeVisible({ timeout: TOLD }),
  ])
  expect(Date.now() - down).toBeLessThan(TOLD)
  await beckon.up()
  const up = Date.now()
  const card = console.getByRole('dialog', { name: 'Incoming call' })
  await expect(card).toHaveCount(1, { timeout: TOLD })
  await expect(window.getByText(/Calling Ana/)).toBeVisible({ timeout: TOLD })
  expect(Date.now() - up).toBeLessThan(TOLD)
  await visitor.say('Are you still there?')
  await expect(line(console, 'Are you still there?')).toBeVisible()
  await composer(console).waitFor()
  await says(console, 'I am')
  await expect(line(visitor.page, 'I am')).toBeVisible()
  await card.getByRole('button', { name: 'Decline call' }).click()
  await expect(window.getByText('The call was declined.')).toBeVisible()
  // Declined is declined: nothing is offered a second time.
  await expect(line(console, /would like to talk by voice/)).toHaveCount(2)
  await expect(card).toHaveCount(0)
})
