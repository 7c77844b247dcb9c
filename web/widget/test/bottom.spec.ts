// The newest lines stay in sight, and a header that says the truth.
import { expect, type Page, test } from '@playwright/test'
import { anew, html, panel, renew, server, site, talk, visit } from './world'

anew()

const LINES = 40

const begin = async (page: Page): Promise<void> => {
  await talk(page)
  for (let i = 0; i < LINES; i++) server.say('operator', `line ${i}`)
  await expect(page.getByText(`line ${LINES - 1}`, { exact: true })).toBeInViewport()
}

test('the end of the log stays in sight of a tall composer, and of a short one again', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await begin(page)
  const box = page.getByRole('textbox', { name: 'Message' })
  const last = page.getByText(`line ${LINES - 1}`, { exact: true })
  await box.fill('one\ntwo\nthree\nfour\nfive\nsix')
  await expect(last).toBeInViewport({ ratio: 1 })
  await box.fill('')
  await expect(last).toBeInViewport({ ratio: 1 })
})

test('who has scrolled back stays there', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await begin(page)
  const first = page.getByText('line 2', { exact: true })
  await first.scrollIntoViewIfNeeded()
  await page.getByRole('textbox', { name: 'Message' }).fill('one\ntwo\nthree\nfour')
  server.say('operator', 'news')
  await expect(page.getByText('news', { exact: true })).toBeAttached()
  await expect(first).toBeInViewport()
})

test('Leave a message opens with its top in sight and the keyboard in it, on a low screen too', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await page.setViewportSize({ width: 700, height: 420 })
  await begin(page)
  await page.getByRole('textbox', { name: 'Message' }).focus()
  server.stand({ state: 'ended', endedBy: 'nobody', leaveMessage: true })
  await expect(page.getByRole('heading', { name: 'Leave a message' })).toBeInViewport({ ratio: 1 })
  await expect(page.getByLabel('Name')).toBeFocused()
})

test('while the line is down the header does not say that the operator is here', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  const presence = panel(page).getByText(/^(is here|connecting)$/)
  await expect(presence).toHaveText('is here')
  const before = server
  await before.kill()
  await expect(presence).toHaveText('connecting')
  await expect(presence).not.toHaveClass('here')
  await renew(before.port)
  Object.assign(server, { conversation: before.conversation, messages: before.messages })
  await expect(presence).toHaveText('is here')
})

for (const width of [320, 390, 1440])
  test(`the header is as high whatever it says, ${width} wide; a long name is read from its beginning`, async ({ context }) => {
    site.pages.set('/', { html: html('<meta name="viewport" content="width=device-width">') })
    const { page } = await visit(context)
    await page.setViewportSize({ width, height: 720 })
    await talk(page)
    const head = panel(page).locator('.head')
    const height = () => head.evaluate((node) => (node as HTMLElement).offsetHeight)
    const before = await height()
    server.stand({ name: 'אברהם בן שמעון הכהן מירושלים עיר הקודש' })
    const name = head.locator('b')
    await expect(name).toHaveText(/^אברהם/)
    // Cut off at its end: that is on the left.
    await expect(name).toHaveCSS('direction', 'rtl')
    expect(await height()).toBe(before)
    server.stand({ operatorHere: false })
    await expect(head).toContainText('is away for a moment')
    expect(await height()).toBeLessThan(before + 24)
    await server.kill()
    await expect(head).toContainText('connecting')
    expect(await height()).toBe(before)
  })
