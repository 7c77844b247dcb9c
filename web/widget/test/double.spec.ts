// Whoever clicks twice where once is enough does one thing, not also what came under the pointer.
import { expect, type Page, test } from '@playwright/test'
import { anew, arrived, html, server, site, talk, visit } from './world'

anew()

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** at is the middle of a button. */
const at = async (page: Page, name: string): Promise<{ x: number; y: number }> => {
  const box = await button(page, name).boundingBox()
  if (!box) throw new Error(`no ${name}`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** twice is a double click, as the browser counts it. */
const twice = (page: Page, x: number, y: number): Promise<void> => page.mouse.dblclick(x, y)

test.describe('a double click', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('on Start goes to the queue, and stays there', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    await button(page, 'Click for Live Help').click()
    const start = await at(page, 'Start')
    await button(page, 'Start').click()
    await expect(page.getByText('You are number 2 in the queue.')).toBeVisible()
    // Where the two overlap.
    const leave = await button(page, 'Leave a message').boundingBox()
    await button(page, 'Cancel').click()
    await button(page, 'Click for Live Help').click()
    await expect(button(page, 'Start')).toBeVisible()
    const y = Math.max(leave?.y ?? 0, start.y - 15) + 4
    await twice(page, start.x, y)
    await expect(page.getByText('You are number 2 in the queue.')).toBeVisible()
    await expect(page.getByRole('form', { name: 'Leave a message' })).toHaveCount(0)
    // A click of its own acts.
    await button(page, 'Leave a message').click({ position: { x: 5, y: 5 } })
    await expect(page.getByRole('form', { name: 'Leave a message' })).toBeVisible()
  })

  test('on the site’s button opens Start communication, and starts nothing', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    // The panel is there.
    await button(page, 'Click for Live Help').click()
    await expect(page.getByRole('dialog', { name: 'Start communication' })).toBeVisible()
    await page.keyboard.press('Escape')
    const { x, y } = await at(page, 'Click for Live Help')
    await twice(page, x + 40, y - 5)
    await expect(page.getByRole('dialog', { name: 'Start communication' })).toBeVisible()
    expect(server.of('ask')).toEqual([])
  })

  test('on End chat asks, and marks no words', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    const { x, y } = await at(page, 'End chat')
    await twice(page, x, y)
    await expect(button(page, 'Keep chatting')).toBeFocused()
    expect(await page.evaluate(() => `${getSelection()}`)).toBe('')
  })
})
