import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { type Fake, fake } from './fake'
import { moved, people } from './people'
import { HOME, serveBuild } from './site'

const DIR = process.env.LOOK_DIR

const badge = (page: Page, name: RegExp) => page.getByRole('button', { name }).first()
const card = (page: Page) => page.getByRole('tooltip')
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

let server: Fake
let visits: ReturnType<typeof people>

const by = (name: string) => {
  const found = visits.find((visit) => visit.name === name || visit.city === name)
  if (!found) throw new Error(`nobody called ${name}`)
  return found
}
const changed = (...some: ReturnType<typeof people>) => {
  for (const visit of some) visits[visits.findIndex(({ id }) => id === visit.id)] = visit
  server.send({ type: 'visits', at: Date.now(), changed: some, gone: [] })
}

async function picture(page: Page, name: string): Promise<void> {
  if (!DIR) return
  mkdirSync(DIR, { recursive: true })
  await page.screenshot({ path: join(DIR, `${name}.png`) })
}

async function over(page: Page, element: Locator): Promise<void> {
  const box = await element.boundingBox()
  if (!box) throw new Error('nothing there')
  await page.mouse.move(box.x + box.width / 2 - 3, box.y + box.height / 2)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
}

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await serveBuild(page)
  visits = people(Date.now())
  server = await fake(page, { visits })
  await page.goto(HOME)
  await badge(page, /^Rui Costa/).waitFor()
})

test('a card opens for a pointer that moves over a badge, and goes when its visitor goes elsewhere', async ({ page }) => {
  await over(page, badge(page, /^Bilbao/))
  await expect(card(page)).toContainText('Bilbao')
  changed(moved(by('Bilbao'), 'cart', Date.now()))
  await expect(card(page)).toHaveCount(0)
})

test('no card opens because badges slide under a pointer that rests', async ({ page }) => {
  const catalog = page.locator('[data-zone="catalog"]')
  await over(page, catalog.locator('[data-visit]').first())
  await expect(card(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(card(page)).toHaveCount(0)
  // The pointer rests until things may move again; then all close up under it.
  const first = await catalog.locator('[data-visit]').first().getAttribute('data-visit')
  changed(...visits.filter(({ id }) => id === first).map((visit) => moved(visit, 'cart', Date.now())))
  await expect(catalog.locator('li').first().locator('[data-visit]')).toHaveCount(0)
  await expect(catalog.locator('li').first().locator('[data-visit]')).toHaveCount(1, { timeout: 6000 })
  await page.waitForTimeout(700)
  await expect(card(page)).toHaveCount(0)
})

test('a card never stands over the profile', async ({ page }) => {
  await badge(page, /^Rui Costa/).dblclick()
  const panel = page.getByRole('complementary', { name: 'Profiles' })
  await expect(panel).toBeVisible()
  await over(page, region(page, 'Product info').locator('[data-visit]').nth(1))
  const shown = await card(page).boundingBox()
  const beside = await panel.boundingBox()
  expect((shown?.x ?? 0) + (shown?.width ?? 0)).toBeLessThanOrEqual(beside?.x ?? 0)
  await picture(page, 'floor-card')
})

test('the badge of an open profile is in view, also when its visitor goes elsewhere', async ({ page }) => {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('lima')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-framed]')).toBeInViewport({ ratio: 1 })
  changed(moved(by('Lima'), 'catalog', Date.now()))
  await expect(region(page, 'Catalog').locator('[data-framed]')).toBeInViewport({ ratio: 1 })
  await region(page, 'Catalog')
    .locator('[data-scroller]')
    .evaluate((box) => void box.scrollTo(0, 0))
  await expect(page.locator('[data-framed]')).not.toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: 'Show on the monitor' }).click()
  await expect(page.locator('[data-framed]')).toBeInViewport({ ratio: 1 })
})

test('empty windows fold up; compact badges have room for a name', async ({ page }) => {
  changed(...visits.filter(({ zone }) => zone === 'cart' || zone === 'help').map((visit) => moved(visit, 'default', Date.now())))
  await expect.poll(async () => (await region(page, 'Cart').boundingBox())?.height, { timeout: 8000 }).toBe(42)
  await expect.poll(async () => (await region(page, 'Help & Legal').boundingBox())?.height).toBe(42)
  await region(page, 'Default zone').getByRole('button', { name: 'Compact' }).click()
  await page.mouse.move(700, 5)
  await picture(page, 'floor-folded')
})

test('the end of a talk stays in sight of a tall composer and when much comes in', async ({ page }) => {
  await badge(page, /^Rui Costa/).dblclick()
  await page.getByRole('tab', { name: 'Live Communication' }).click()
  const say = (seq: number) => ({
    type: 'message' as const,
    message: {
      conversation: 'talk-rui',
      seq,
      id: `more-${seq}`,
      from: 'visitor' as const,
      name: 'Rui',
      text: `line ${seq}`,
      at: Date.now(),
    },
  })
  await page.getByText('in stock').first().waitFor()
  for (let seq = 5; seq < 60; seq++) server.send(say(seq))
  const last = page.getByRole('log').getByText(/line 59$/)
  await expect(last).toBeInViewport({ ratio: 1 })
  const box = page.getByRole('textbox', { name: 'Message' })
  await box.fill('one\ntwo\nthree\nfour\nfive\nsix\nseven')
  await expect(last).toBeInViewport({ ratio: 1 })
  await box.fill('')
  await expect(last).toBeInViewport({ ratio: 1 })
})
