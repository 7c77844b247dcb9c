// How a screen looks: without findings of axe, its contrast in both themes, and, with PICTURES=1, as a picture in four forms.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const FOLDER = join(import.meta.dirname, 'output/pictures')
const THEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/** Looks at what a page shows now, under a name. */
export async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await dress(page, colorScheme)
    // Else it opens a page of its own each time, for frames of other origins: there are none.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    // Only colours differ between the themes.
    const { violations } = await (colorScheme === THEMES[0] ? axe : axe.withRules('color-contrast')).analyze()
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ''}`)}`,
    )
    expect.soft(found, `${name}, ${colorScheme}`).toEqual([])
  }
  if (process.env.PICTURES) await take(page, name)
}

async function take(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const before = page.viewportSize()
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of THEMES) {
      await dress(page, colorScheme)
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}-${size.width}.png`), animations: 'disabled' })
    }
  }
  if (before) await page.setViewportSize(before)
  await settle(page)
}

async function dress(page: Page, colorScheme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await settle(page)
}

// What fades has no contrast until it is there.
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame)
    await frame()
    await frame()
    const passing = () =>
      document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    // What inherits a colour begins to change when its parent has changed.
    for (let now = passing(); now.length > 0; now = passing()) {
      await Promise.all(now.map((one) => one.finished.catch(() => undefined)))
      await frame()
    }
  })
}
