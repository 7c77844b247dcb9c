// Where a WebSocket can't be had, everything goes over HTTP.
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { anew, arrived, html, renew, server, site, talk, visit, write } from './world'

anew()

/** ways are how a WebSocket is kept from a page. */
const ways: [string, (context: BrowserContext) => Promise<unknown>][] = [
  ['a proxy refuses it', (context) => context.routeWebSocket(/v1\/visit/, (socket) => socket.close())],
  [
    'the policy of the site forbids it',
    async () => {
      for (const page of site.pages.values())
        page.headers = { 'Content-Security-Policy': `script-src ${server.origin}; connect-src ${server.origin}` }
    },
  ],
  ['there is none', (context) => context.addInitScript('delete window.WebSocket')],
  [
    'making one throws',
    (context) => context.addInitScript('window.WebSocket = class { constructor() { throw new Error("no") } }'),
  ],
]

const count = `window.tried = 0
  const Web = window.WebSocket
  if (Web) window.WebSocket = new Proxy(Web, { construct(make, of) { tried++; return new make(...of) } })`

const line = (page: Page, text: string) => page.getByRole('log').getByText(text)

for (const [what, take] of ways)
  test(`${what}: invitation, chat and reload go on over HTTP`, async ({ context }) => {
    site.pages.set('/', { html: html() })
    await take(context)
    await context.addInitScript(count)
    const { page, errors } = await visit(context)
    await arrived()
    await talk(page)
    await write(page, 'Do you have it in green?')
    await expect(line(page, 'Do you have it in green?')).toHaveCount(1)
    server.say('operator', 'Yes, and in blue')
    await expect(line(page, 'Yes, and in blue')).toBeVisible()
    await page.reload()
    await arrived(2)
    // The tab knows: nothing is tried in vain again.
    expect(await page.evaluate('tried')).toBe(0)
    await expect(line(page, 'Yes, and in blue')).toBeVisible()
    await write(page, 'I take it')
    await expect.poll(() => server.of('say').map(({ text }) => text)).toEqual(['Do you have it in green?', 'I take it'])
    expect(errors).toEqual([])
  })

test('a page that found no WebSocket for a while takes one again when its line has ended, and so do the next pages', async ({
  context,
}) => {
  site.pages.set('/', { html: html() })
  let refused = 0
  await context.routeWebSocket(/v1\/visit/, (socket) => {
    if (refused++ < 2) socket.close()
    else socket.connectToServer()
  })
  const { page, errors } = await visit(context)
  await arrived()
  await talk(page)
  expect(server.posts).toBeGreaterThan(0)
  expect(await page.evaluate(() => sessionStorage.getItem('beckon'))).not.toBeNull()
  const { port } = server
  await server.kill()
  await renew(port)
  await arrived()
  const { posts } = server
  // What the page says now goes over the WebSocket.
  await page.evaluate(() => history.pushState({}, '', '/bikes'))
  await expect.poll(() => server.of('page').length).toBe(1)
  expect(server.posts).toBe(posts)
  expect(await page.evaluate(() => sessionStorage.getItem('beckon'))).toBeNull()
  expect(errors).toEqual([])
})
