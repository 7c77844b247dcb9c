// Pages that make it hard: hostile styles, patched globals, strict policies, a server that is away.
import { expect, test } from '@playwright/test'
import { anew, arrived, card, html, renew, server, site, talk, visit, write } from './world'

anew()

test.describe('pages that make it hard', () => {
  const hostile: Record<string, string> = {
    'everything hidden and unset':
      '<style>html>*,body *{all:unset!important;display:none!important;visibility:hidden!important;pointer-events:none!important}</style>',
    'an Object.prototype with additions':
      '<script>Object.prototype.extend=function(){};Object.prototype.toJSON=function(){return "no"};Object.prototype.token="foreign";Object.prototype.invitation={id:"x"};Array.prototype.each=function(){}</script>',
    'frozen intrinsics':
      '<script>for (const C of [Object,Array,Function,String,Promise,Map,Set,RegExp,Error]) { Object.freeze(C); Object.freeze(C.prototype) } Object.freeze(JSON)</script>',
    'a JSON that lies afterwards':
      '<script>addEventListener("load",()=>{JSON.stringify=()=>"no";JSON.parse=()=>{throw new Error("no")}})</script>',
    'names that hide those of document':
      '<script>addEventListener("DOMContentLoaded",()=>{for(const name of ["currentScript","title","cookie"]){const f=document.createElement("form");f.name=name;document.body.append(f)}})</script>',
    'methods replaced as old libraries do':
      '<script>Array.from=(a)=>[].slice.call(a);Element.prototype.remove=function(){this.parentNode.removeChild(this)};Element.prototype.scrollTo=Element.prototype.select=function(){throw new Error("no")};Function.prototype.bind=function(o){const f=this;return function(){return f.apply(o,arguments)}}</script>',
    'a patched history':
      '<script>history.pushState=function(){return History.prototype.pushState.apply(this,arguments)}</script>',
  }
  for (const [what, head] of Object.entries(hostile))
    test(`an invitation is seen and answered on a page with ${what}`, async ({ context }) => {
      site.pages.set('/', { html: html(head) })
      const { page, errors } = await visit(context)
      await talk(page)
      await write(page, 'hello')
      await expect.poll(() => server.of('say').map(({ text }) => text)).toEqual(['hello'])
      await expect(page.getByText('sent', { exact: false }).last()).toBeVisible()
      expect(server.of('hello')[0]?.token).toBeUndefined()
      expect(errors).toEqual([])
    })

  test('a strict policy needs nothing but script-src and connect-src of Beckon', async ({ context }) => {
    const policy = `default-src 'none'; script-src ${server.origin}; connect-src ${server.origin} ${server.origin.replace('http', 'ws')}`
    site.pages.set('/', { html: html(), headers: { 'Content-Security-Policy': policy } })
    const { page, errors } = await visit(context)
    const complaints: string[] = []
    page.on(
      'console',
      (message) => message.type() === 'error' && !message.text().includes('favicon') && complaints.push(message.text()),
    )
    await talk(page)
    await write(page, 'hello')
    await expect.poll(() => server.of('say').length).toBe(1)
    const background = await page
      .getByRole('button', { name: 'Minimise' })
      .evaluate((button) => getComputedStyle(button.closest('.panel') as Element).borderRadius)
    expect(background).toBe('16px')
    expect(complaints).toEqual([])
    expect(errors).toEqual([])
  })

  test('elements of the page that look like the snippet do not lead it elsewhere', async ({ context }) => {
    const foreign = 'https://foreign.example'
    const asked: string[] = []
    await context.route(`${foreign}/**`, (route) => {
      asked.push(new URL(route.request().url()).pathname)
      return route.abort()
    })
    site.pages.set('/', {
      html: `<!doctype html><html lang="en"><title>Shop</title><body><img data-site="x" src="${foreign}/beckon.png" alt="">
        <svg data-site="x"><script data-site="x" href="${foreign}/beckon.svg"></script></svg><svg data-site="x" src="${foreign}/beckon.js"></svg>
        <iframe data-site="x" src="${foreign}/beckon.html"></iframe><script data-site="x" src="${foreign}/other.js"></script>
        <script async src="${server.origin}/beckon.js" data-site="KEY"></script></body></html>`,
    })
    const { page, errors } = await visit(context)
    await talk(page)
    expect(server.of('hello').map(({ site }) => site)).toEqual(['KEY'])
    // Nothing but what the page itself names.
    expect(asked.filter((path) => !/^\/(beckon\.(png|svg|html)|other\.js)$/.test(path))).toEqual([])
    expect(errors).toEqual([])
  })

  test('a page without a body yet', async ({ context }) => {
    site.pages.set('/', {
      html: `<!doctype html><html><head><script src="${server.origin}/beckon.js" data-site="KEY"></script><title>Late</title></head></html>`,
    })
    const { page, errors } = await visit(context)
    await arrived()
    server.invite()
    await expect(card(page)).toBeVisible()
    await expect.poll(() => [...server.of('hello'), ...server.of('page')].map(({ title }) => title)).toContain('Late')
    expect(new Set([...server.of('hello'), ...server.of('page')].map(({ page: id }) => id)).size).toBe(1)
    expect(errors).toEqual([])
  })

  test('a server that is away does nothing to the page', async ({ context }) => {
    const origin = server.origin
    site.pages.set('/', { html: html() })
    await context.route(`${origin}/beckon.js`, async (route) =>
      route.fulfill({ path: 'widget/dist/beckon.js', contentType: 'text/javascript' }),
    )
    await server.kill()
    const { page, errors } = await visit(context)
    await page.waitForFunction(() => typeof (window as { beckon?: unknown }).beckon === 'function')
    await page.evaluate(() => (window as unknown as { beckon(...call: unknown[]): void }).beckon('unknown', { a: 1 }))
    expect(errors).toEqual([])
    expect(await page.evaluate(() => document.documentElement.children.length)).toBe(2)
    await renew(+new URL(origin).port)
    await expect.poll(() => server.of('hello').length, { timeout: 10_000 }).toBe(1)
  })

  test('nothing on the page moves', async ({ context }) => {
    site.pages.set('/', { html: html('', `<h1>Shop</h1>${'<p>Text</p>'.repeat(60)}`) })
    const { page } = await visit(context)
    await page.evaluate(() => {
      const seen = window as unknown as { shift: number }
      seen.shift = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
          if (!entry.hadRecentInput) seen.shift += entry.value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await talk(page)
    server.say('operator', 'Hello')
    await expect(page.getByText('Hello', { exact: true })).toBeVisible()
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0)
  })

  test('Global Privacy Control: not a word', async ({ context }) => {
    await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }))
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await page.waitForLoadState('networkidle')
    expect(server.received).toEqual([])
    expect(await context.cookies()).toEqual([])
  })
})
