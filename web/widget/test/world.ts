// What the browser tests share: a site of somebody else, Beckon's server as a fake, and what a visitor does.
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { Fake } from './fake'
import { Site } from './site'

/** server is Beckon's, a new one for each test. */
export let server: Fake

/** site is the web site that the visitor is on. */
export let site: Site

/** renew puts another server in the place of one that was killed. */
export const renew = async (port: number): Promise<void> => {
  server = await new Fake().start(port)
}

/** anew gives each test of a file its own server and site. */
export const anew = (): void => {
  test.beforeEach(async () => {
    server = await new Fake().start()
    site = await new Site().start()
  })
  test.afterEach(async () => {
    await server.kill()
    await site.stop()
  })
}

/** html is a page with the snippet. */
export const html = (head = '', body = '<h1>Shop</h1>'): string =>
  `<!doctype html><html lang="en"><head><title>Shop</title>${head}<script async src="${server.origin}/beckon.js" data-site="KEY"></script></head><body>${body}</body></html>`

/** visit opens a page and notes every error that reaches it. */
export const visit = async (context: BrowserContext, path = '/'): Promise<{ page: Page; errors: string[] }> => {
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(site.origin + path)
  return { page, errors }
}

/** card is the invitation on the page. */
export const card = (page: Page) => page.getByRole('dialog', { name: 'Chat request from Ana' })

/** panel is the chat; its name is the end of that of the dialog before it. */
export const panel = (page: Page) => page.getByRole('dialog', { name: 'Chat with operator', exact: true })

/** arrived waits until so many pages have said hello. */
export const arrived = (count = 1) => expect.poll(() => server.of('hello').length).toBe(count)

/** talk leads the visitor of page into a chat. */
export const talk = async (page: Page): Promise<void> => {
  await arrived()
  server.invite()
  await page.getByRole('button', { name: 'Start Chat' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(panel(page)).toBeVisible()
}

/** write says something in the chat. */
export const write = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('textbox', { name: 'Message' }).press('Enter')
}

/** hold keeps the forms' module from the pages, until what it returns is called. */
export const hold = async (context: BrowserContext): Promise<() => void> => {
  let release = (): void => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  await context.route('**/w/after-*', async (route) => {
    await held
    await route.continue()
  })
  return release
}
