// A site's button in another corner, with offsets and a z-index (COM-2); the rules are those that the server makes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContextOptions, expect, type Locator, type Page, test } from '@playwright/test'
import { still } from './look'
import { anew, arrived, card, html, panel, server, site, visit, write } from './world'

anew()
// What rises is measured where it ends.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

/** At the start, 40 from the side, 96 from the bottom, z-index 7: made by `go test ./wire -update`. */
const PLACED = readFileSync(join(import.meta.dirname, 'placed.txt'), 'utf8')

const button = (page: Page): Locator => page.getByRole('button', { name: 'Click for Live Help' })

interface Gaps {
  left: number
  right: number
  top: number
  bottom: number
}

/** How far a thing is from the edges of the window. */
const gaps = (what: Locator): Promise<Gaps> =>
  what.evaluate((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect()
    const { clientWidth, clientHeight } = document.documentElement
    return { left, top, right: clientWidth - right, bottom: clientHeight - bottom }
  })

const layer = (what: Locator): Promise<string> =>
  what.evaluate((node) => {
    const fixed = node.closest('.chat, .card, .help') as Element
    return getComputedStyle(fixed).zIndex
  })

const arrive = async (page: Page): Promise<void> => {
  await arrived()
  await expect(button(page)).toBeVisible()
}

const engage = async (page: Page): Promise<void> => {
  server.invite()
  await page.getByRole('button', { name: 'Start Chat' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(panel(page)).toBeVisible()
}

test('button, invitation and panel stand in the corner, with the offsets and the z-index of the site', async ({ context }) => {
  server.css = PLACED
  // A strict policy, too.
  const policy = `default-src 'none'; script-src ${server.origin}; connect-src ${server.origin} ${server.origin.replace('http', 'ws')}`
  site.pages.set('/', { html: html(), headers: { 'Content-Security-Policy': policy } })
  const { page, errors } = await visit(context)
  await arrive(page)
  expect(await gaps(button(page))).toMatchObject({ left: 40, bottom: 96 })
  expect(await layer(button(page))).toBe('7')
  server.invite()
  await expect(card(page)).toBeVisible()
  expect(await gaps(card(page).locator('..'))).toMatchObject({ left: 40, bottom: 96 })
  expect(await layer(card(page))).toBe('7')
  await page.getByRole('button', { name: 'Start Chat' }).click()
  expect(await gaps(page.getByRole('dialog', { name: 'Open chat with operator' }))).toMatchObject({ left: 40, bottom: 96 })
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(panel(page)).toBeVisible()
  const { top, ...rest } = await gaps(panel(page))
  expect(rest).toMatchObject({ left: 40, bottom: 96 })
  expect(top).toBeGreaterThanOrEqual(0)
  expect(await layer(panel(page))).toBe('7')
  await page.getByRole('button', { name: 'Minimise' }).click()
  expect(await gaps(page.getByRole('button', { name: /chat/i }))).toMatchObject({ left: 40, bottom: 96 })
  expect(errors).toEqual([])
})

test('a page that is open follows, and goes back to the usual place', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await arrive(page)
  expect(await gaps(button(page))).toMatchObject({ right: 28, bottom: 28 })
  server.css = PLACED
  server.offer(true)
  await expect.poll(() => gaps(button(page))).toMatchObject({ left: 40, bottom: 96 })
  server.css = undefined
  server.offer(true)
  await expect.poll(() => gaps(button(page))).toMatchObject({ right: 28, bottom: 28 })
  expect(await layer(button(page))).toBe('2147483647')
})

test('on a page from right to left the start is the right', async ({ context }) => {
  server.css = PLACED
  site.pages.set('/', { html: html().replace('<html lang="en">', '<html lang="he" dir="rtl">') })
  const { page } = await visit(context)
  await arrive(page)
  expect(await gaps(button(page))).toMatchObject({ right: 40, bottom: 96 })
})

test('something of the page with a higher z-index covers the button', async ({ context }) => {
  server.css = PLACED
  site.pages.set('/', { html: html('', '<div style="position:fixed;inset:0;z-index:8">Menu</div>') })
  const { page } = await visit(context)
  await arrive(page)
  const on = await button(page).evaluate((node) => {
    const { x, y } = node.getBoundingClientRect()
    return document.elementFromPoint(x + 5, y + 5)?.textContent
  })
  expect(on).toBe('Menu')
})

const small: [string, BrowserContextOptions['viewport'] & object][] = [
  ['a phone', { width: 320, height: 568 }],
  ['a phone on its side', { width: 667, height: 320 }],
  ['a small window', { width: 600, height: 480 }],
]
for (const [what, viewport] of small)
  test(`nothing stands outside the window of ${what}, however far away it is set`, async ({ browser }) => {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
    // As far as the settings go.
    server.css = PLACED.replaceAll('(96px', '(400px')
      .replaceAll('(40px', '(400px')
      .replaceAll('(28px,100vw', '(388px,100vw')
      .replaceAll('(84px', '(388px')
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrive(page)
    const inside = async (thing: Locator) => {
      for (const [side, gap] of Object.entries(await gaps(thing))) expect(gap, side).toBeGreaterThanOrEqual(0)
    }
    await inside(button(page))
    await engage(page)
    await inside(panel(page))
    await still(page)
    const box = await panel(page).boundingBox()
    expect(box?.height).toBeGreaterThan(260)
    await page.getByRole('button', { name: 'Minimise' }).click()
    await inside(page.getByRole('button', { name: /chat/i }))
    server.say('operator', 'Still there?')
    await context.close()
  })

test('on a phone card and panel keep to the edges; the button stands 16 nearer to them', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
  server.css = PLACED
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await arrive(page)
  expect(await gaps(button(page))).toMatchObject({ left: 24, bottom: 80 })
  server.invite()
  await expect(card(page)).toBeVisible()
  expect(await gaps(card(page).locator('..'))).toMatchObject({ left: 0, right: 0, bottom: 0 })
  await page.getByRole('button', { name: 'Start Chat' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  expect(await gaps(panel(page))).toEqual({ left: 0, right: 0, top: 0, bottom: 0 })
  await write(page, 'hello')
  await page.getByRole('button', { name: 'Minimise' }).click()
  expect(await gaps(page.getByRole('button', { name: /chat/i }))).toMatchObject({ left: 28, bottom: 84 })
  await context.close()
})
