// All is over with a visitor: an operator has blocked him (PRV-6), or the site lets this page in no more.
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { anew, arrived, card, html, panel, server, site, talk, visit, write } from './world'

anew()

const ours = (page: Page) => page.locator('html > div')

const kept = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [localStorage, sessionStorage].flatMap((area) => Object.keys(area).filter((name) => /^beckon_KEY[_:]/.test(name))),
  )

const open = async (context: BrowserContext): Promise<Page> => {
  site.pages.set('/', { html: html('', '<h1>Shop</h1><a href="#contact" data-beckon-open>Chat</a>') })
  const { page } = await visit(context)
  return page
}

test('PRV-6 in a chat: everything goes from every page at once, with what was unsent and written', async ({ context }) => {
  const page = await open(context)
  await talk(page)
  const { page: tab } = await visit(context)
  await expect(panel(tab)).toBeVisible()
  server.mute = true
  await write(page, 'Never to arrive')
  await page.getByRole('textbox', { name: 'Message' }).fill('and a draft')
  expect((await kept(page)).length).toBeGreaterThan(2)
  server.close(4011)
  for (const one of [page, tab]) await expect(ours(one)).toHaveCount(0)
  expect(await kept(page)).toEqual([])
  expect(await kept(tab)).toEqual([])
  // Who is kept out is known again: the token stays.
  await page.reload()
  await expect.poll(() => server.of('hello').at(-1)?.token).toBe('token-of-the-visitor')
})

for (const code of [4003, 4011])
  test(`${code} with a card, or a form: it goes, and the page’s own elements are its own`, async ({ context }) => {
    const page = await open(context)
    await arrived()
    server.invite()
    await expect(card(page)).toBeVisible()
    const { page: tab } = await visit(context)
    await expect(card(tab)).toBeVisible()
    await tab.getByRole('button', { name: 'Start Chat' }).click()
    await tab.getByLabel('Your name').fill('Rui')
    server.close(code)
    for (const one of [page, tab]) {
      await expect(ours(one)).toHaveCount(0)
      await one.getByRole('link', { name: 'Chat' }).click()
      await expect(one).toHaveURL(/#contact$/)
      await expect(ours(one)).toHaveCount(0)
    }
  })

test('too old a page says so in the chat, and forgets nothing', async ({ context }) => {
  const page = await open(context)
  await talk(page)
  await page.getByRole('textbox', { name: 'Message' }).fill('a draft')
  server.close(4010)
  await expect(panel(page).getByText('This can’t go on here. Load the page again.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('a draft')
})
