// What a page tells of itself, and who the visitor is over tabs and modes.
import { expect, test } from '@playwright/test'
import { anew, arrived, card, html, renew, server, site, visit } from './world'

anew()

test.describe('presence', () => {
  test('routes, titles and calls make page views, other fragments do not', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    await page.evaluate(() => {
      history.pushState({}, '', '/bikes')
      history.replaceState({}, '', '/bikes')
      location.hash = 'top'
      location.hash = '#/cart'
      document.title = 'Cart'
      ;(window as unknown as { beckon(call: string): void }).beckon('page')
    })
    await expect
      .poll(() => server.of('page').map(({ url }) => new URL(url).href.slice(site.origin.length)))
      .toEqual(['/bikes', '/bikes#/cart', '/bikes#/cart'])
    expect(new Set([...server.of('hello'), ...server.of('page')].map(({ page: id }) => id)).size).toBe(4)
  })

  test('two tabs are one visitor, by a cookie in mode full', async ({ context }) => {
    site.pages.set('/', { html: html() })
    await visit(context)
    await arrived()
    await expect
      .poll(async () => (await context.cookies()).map(({ name, value, sameSite }) => [name, value, sameSite]))
      .toEqual([['beckon_KEY', 'token-of-the-visitor', 'Lax']])
    await visit(context)
    await arrived(2)
    expect(server.of('hello')[1]?.token).toBe('token-of-the-visitor')
  })

  test('two tabs are one visitor without anything kept in the browser, in mode visit only', async ({ context }) => {
    server.keep = 'tab'
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    const kept = () => page.evaluate(() => sessionStorage.getItem('beckon_KEY'))
    await expect.poll(kept).toBe('token-of-the-visitor')
    await page.evaluate(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: what another mode left
      document.cookie = 'beckon_KEY=old'
      localStorage.setItem('beckon_KEY', 'old')
    })
    await page.reload()
    await arrived(2)
    await expect.poll(() => context.cookies()).toEqual([])
    await expect.poll(() => page.evaluate(() => [localStorage.length, sessionStorage.getItem('beckon_KEY')])).toEqual([0, 'old'])
    await visit(context)
    await arrived(3)
    expect(server.of('hello')[2]?.token).toBe('old')
  })

  test('pages passed through while the line was down are told in their order', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    const [first] = server.of('hello')
    const { port } = server
    await server.kill()
    await page.evaluate(() => {
      for (let i = 1; i <= 12; i++) history.pushState({}, '', `/p${i}`)
      document.title = 'Twelve'
    })
    await renew(port)
    const paths = () =>
      [...server.of('hello'), ...server.of('page')].map(({ url, page }) => [new URL(url).pathname, page !== first?.page])
    // The last ten; the page where the visitor is comes last, with its title.
    await expect.poll(paths, { timeout: 10_000 }).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((i) => [`/p${i}`, true]))
    expect(server.of('page').at(-1)?.title).toBe('Twelve')
    // Kept is kept: the next line is told only of the page of now.
    const before = server
    server.invite()
    await expect(card(page)).toBeVisible()
    await server.kill()
    await renew(port)
    await arrived()
    expect(server.of('hello')[0]?.page).toBe(before.of('page').at(-1)?.page)
    expect(server.of('page')).toEqual([])
  })

  test('the way back by the cache is a page view on a new line', async ({ context }) => {
    site.pages.set('/', { html: html() })
    site.pages.set('/two', { html: '<!doctype html><title>Two</title>' })
    const { page } = await visit(context)
    await arrived()
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await page.goto(`${site.origin}/two`)
    await page.evaluate(() => history.back())
    await arrived(2)
    expect(await page.evaluate(() => (window as { sameDocument?: boolean }).sameDocument)).toBe(true)
    const [first, second] = server.of('hello')
    expect(second?.page).not.toBe(first?.page)
    expect(second?.token).toBe('token-of-the-visitor')
  })
})
