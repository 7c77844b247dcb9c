// What comes, grows and goes in the panel shifts nothing: shifts count against the page (CLS).
import { expect, type Page, test } from '@playwright/test'
import { anew, html, panel, server, site, talk, visit } from './world'

anew()

// Those within 500 ms of a press are forgiven by the measure. A slow server answers later.
const watch = () => {
  const shifts: number[] = []
  Object.assign(window, { shifts })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number }[]) shifts.push(entry.value)
  }).observe({ type: 'layout-shift', buffered: true })
}
const shifts = async (page: Page) => {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const all = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)
  // A dialog that grows by a line, in the press itself, is 0.005 in this window; a screen that gives way to another was 0.04.
  return all.filter((value) => value > 0.01)
}

test('from Start to the chat, folded and unfolded, and to its end', async ({ context }) => {
  await context.addInitScript(watch)
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  expect(await shifts(page)).toEqual([])
  await page.getByRole('button', { name: 'Minimise' }).click()
  await page.getByRole('button', { name: 'Chat with Ana' }).click()
  await expect(panel(page)).toBeVisible()
  expect(await shifts(page)).toEqual([])
  server.stand({ state: 'ended', endedBy: 'operator' })
  await expect(page.getByRole('group', { name: 'How was this chat?' })).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Click for Live Help' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Routing your call…' })).toBeVisible()
  server.acceptRequest()
  await expect(panel(page)).toBeVisible()
  expect(await shifts(page)).toEqual([])
})
