// The site's operators may see what is typed before it is sent: the visitor is told so before any of it goes (CHT-2, V-05).
import { expect, type Page, test } from '@playwright/test'
import { clean, still } from './look'
import { anew, html, server, site, talk, visit } from './world'

anew()

const words = 'What you type may be seen before you send it.'
const box = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const texts = () => server.of('typing').map(({ text }) => text)

const peek = (on: boolean): void => server.stand({ sneakPeek: on })

test('switched off no text leaves the page; switched on the visitor is told first, and again when it is over', async ({
  context,
}) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  await box(page).pressSequentially('secret')
  await expect.poll(() => server.of('typing').length).toBeGreaterThan(0)
  expect(texts().every((text) => text === undefined)).toBe(true)

  peek(true)
  const told = page.getByRole('status').filter({ hasText: words })
  await expect(told).toBeVisible()
  await expect(box(page)).toHaveAccessibleDescription(words)
  expect(texts().every((text) => text === undefined)).toBe(true)
  await box(page).fill('Do you have it in blue?')
  await expect.poll(() => texts().at(-1)).toBe('Do you have it in blue?')
  const bottom = await page.evaluate(() => innerHeight)
  await still(page)
  const place = await told.boundingBox()
  expect(place && place.y + place.height <= bottom).toBe(true)
  await clean(page, 'div[lang]')

  peek(false)
  await expect(told).toHaveCount(0)
  const before = server.of('typing').length
  await box(page).fill('secret again')
  await page.keyboard.press('Enter')
  await expect.poll(() => server.of('say').length).toBe(1)
  expect(
    server
      .of('typing')
      .slice(before)
      .some(({ text }) => text !== undefined),
  ).toBe(false)
})

test('on hold what is typed stays in the box', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  peek(true)
  server.stand({ hold: true })
  await expect(page.getByText('has put the chat on hold').first()).toBeVisible()
  await box(page).fill('Still there?')
  await expect.poll(() => server.of('typing').length).toBeGreaterThan(0)
  expect(texts().every((text) => text === undefined)).toBe(true)
})

test('a page that begins with the draft of the one before tells that its box is emptied', async ({ context }) => {
  for (const path of ['/', '/two']) site.pages.set(path, { html: html() })
  const { page } = await visit(context)
  await talk(page)
  peek(true)
  await box(page).fill('Do you have it in blue?')
  await expect.poll(() => texts().at(-1)).toBe('Do you have it in blue?')
  await page.goto(`${site.origin}/two`)
  await expect(box(page)).toHaveValue('Do you have it in blue?')
  const before = server.of('typing').length
  await box(page).fill('')
  await expect.poll(() => server.of('typing').slice(before)).toMatchObject([{ on: false }])
  expect(texts().at(-1)).toBeUndefined()
})

test('what stood in the box of a chat that was closed is not told of the next one', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  peek(true)
  await page.clock.install()
  await box(page).fill('Never mind')
  await expect.poll(() => texts().at(-1)).toBe('Never mind')
  server.stand({ state: 'ended', endedBy: 'operator' })
  await page.getByRole('button', { name: 'Close' }).click()
  server.invite()
  await page.getByRole('button', { name: 'Start Chat' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  peek(true)
  await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible()
  const before = server.of('typing').length
  await page.clock.runFor(10_000)
  await box(page).fill('And in red?')
  await expect.poll(() => server.of('typing').slice(before)).toMatchObject([{ on: true, text: 'And in red?' }])
})
