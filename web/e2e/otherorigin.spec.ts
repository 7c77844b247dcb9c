// A real site: set up through the first start, on an origin of its own, under all that a page may do to a foreign script.
import { type Browser, expect, type Page } from '@playwright/test'
import { Beckon } from './beckon'
import { Elsewhere } from './elsewhere'
import { allLeave, badge, change, engage, goTo, line, PASSWORD, Visitor } from './people'
import { test } from './strangers'

test.describe.configure({ mode: 'serial' })

let beckon: Beckon
let bakery: Elsewhere
let console: Page
let csp = ''

test.beforeAll(async ({ browser }) => {
  beckon = await Beckon.start()
  bakery = await Elsewhere.open()
  console = await (await browser.newContext()).newPage()
})
test.afterEach(async ({ browser }) => {
  // Visitors of one test are not in the way of the next.
  for (const context of browser.contexts()) if (context !== console.context()) await context.close()
})
test.afterAll(async ({ browser }) => {
  await allLeave(browser)
  await bakery.close()
  await beckon.stop()
})

/** Notes what the policy of a page forbade and how much its layout shifted. */
const watch = () => {
  const seen = { violations: [] as string[], shift: 0 }
  Object.assign(window, { seen })
  addEventListener('securitypolicyviolation', (event) => seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`))
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
      if (!entry.hadRecentInput) seen.shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
}
const seenBy = (page: Page) => page.evaluate(() => (window as unknown as { seen: { violations: string[]; shift: number } }).seen)

/** A visitor on one page of the bakery, watched. */
const guest = async (browser: Browser, url: string, options: object = {}): Promise<Visitor> => {
  const visitor = await Visitor.arrive(browser, 'about:blank', options)
  await visitor.context.addInitScript(watch)
  await visitor.page.goto(url)
  return visitor
}

/** The whole way: invited, answered, one line each. */
const talk = async (visitor: Visitor, title: string): Promise<void> => {
  await engage(console, badge(console, title), 'Fresh bread?')
  await expect(visitor.invitation()).toContainText('Fresh bread?')
  await visitor.accept(`Guest of ${title}`)
  await visitor.say(`hello from ${title}`)
  await expect(line(console, `hello from ${title}`)).toBeVisible()
  await console.getByRole('textbox', { name: 'Message' }).fill(`welcome to ${title}`)
  await console.keyboard.press('Enter')
  await expect(line(visitor.page, `welcome to ${title}`)).toBeVisible()
}

test('ADM-1, PRV-1, OPS-7: the printed link leads to the set-up; no privacy mode is chosen beforehand; the snippet is there', async () => {
  await console.goto(beckon.link)
  await expect(console.getByRole('heading', { name: 'Set up Beckon' })).toBeVisible()
  await console.getByLabel('Operator name').fill('Ana')
  await console.getByLabel('Login').fill('ana')
  await console.getByLabel('Password').fill(PASSWORD)
  await console.getByLabel('Site name').fill('Bakery')
  await console.getByLabel('Site addresses').fill(bakery.origin)
  for (const mode of ['Full', 'Visit only']) await expect(console.getByRole('radio', { name: mode })).not.toBeChecked()
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Choose one of the two.')).toBeVisible()
  await console.getByRole('radio', { name: 'Full' }).check()
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Waiting for the first page', { exact: true })).toBeVisible()
  bakery.snippet = await console.getByRole('textbox', { name: 'Snippet' }).inputValue()
  expect(bakery.snippet).toContain(`src="${beckon.url}/beckon.js"`)
  csp = await console.getByRole('textbox', { name: 'Content security policy' }).inputValue()
})

test('OPS-7, VIS-1: under a strict policy with the lines given, invitation and chat work, and the live check turns to seen', async ({
  browser,
}) => {
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; ${csp.replaceAll('\n', ' ')}`
  const url = bakery.page('/strict', { title: 'Strict', headers: { 'Content-Security-Policy': policy } })
  const visitor = await guest(browser, url)
  await expect(console.getByText(/Latest page seen/)).toBeVisible()
  await expect(console.getByText(`on ${url}`)).toBeVisible()
  await goTo(console, 'Monitor')
  await talk(visitor, 'Strict')
  expect(await seenBy(visitor.page)).toEqual({ violations: [], shift: 0 })
  expect(visitor.errors).toEqual([])
})

const HARD: Record<string, string> = {
  Polluted:
    '<script>Object.prototype.extend=()=>1;Object.prototype.toJSON=()=>"no";Object.prototype.invitation={id:"x"};Array.prototype.each=()=>1</script>',
  Frozen:
    '<script>for (const C of [Object,Array,Function,String,Promise,Map,Set,RegExp,Error]) { Object.freeze(C); Object.freeze(C.prototype) } Object.freeze(JSON)</script>',
  Hostile:
    '<style>html>*,body *{all:unset!important;display:none!important;visibility:hidden!important;pointer-events:none!important}</style>',
}
for (const [title, head] of Object.entries(HARD))
  test(`VIS-1: a page that is ${title.toLowerCase()} is unharmed and does no harm`, async ({ browser }) => {
    const visitor = await guest(browser, bakery.page(`/${title}`, { title, head }))
    await talk(visitor, title)
    expect(await seenBy(visitor.page)).toEqual({ violations: [], shift: 0 })
    expect(visitor.errors).toEqual([])
  })

test('MON-3: single-page navigation moves the badge; the way back by the cache connects again', async ({ browser }) => {
  const bread = bakery.page('/bread', { title: 'Bread' })
  const visitor = await guest(browser, bread)
  await expect(badge(console, 'Bread')).toBeVisible()
  await visitor.page.evaluate(() => {
    history.pushState({}, '', '/rolls')
    document.title = 'Rolls'
  })
  await expect(badge(console, 'Rolls')).toBeVisible()
  await expect(badge(console, 'Bread')).toBeHidden()
  await visitor.page.evaluate(() => Object.assign(window, { sameDocument: true }))
  await visitor.page.goto(bakery.page('/cakes', { title: 'Cakes' }))
  await expect(badge(console, 'Cakes')).toBeVisible()
  await visitor.page.evaluate(() => history.back())
  await expect(badge(console, 'Rolls')).toBeVisible()
  expect(await visitor.page.evaluate(() => (window as { sameDocument?: boolean }).sameDocument)).toBe(true)
  await engage(console, badge(console, 'Rolls'), 'Back again?')
  await expect(visitor.invitation()).toBeVisible()
})

test('MON-3: several tabs are one badge, on the page of the last focused', async ({ browser }) => {
  const visitor = await guest(browser, bakery.page('/pie', { title: 'Pie' }))
  await expect(badge(console, 'Pie')).toBeVisible()
  const second = await visitor.tab(bakery.page('/tart', { title: 'Tart' }))
  await expect(badge(console, 'Tart')).toBeVisible()
  await expect(badge(console, 'Pie')).toHaveCount(0)
  await visitor.page.bringToFront()
  await visitor.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(badge(console, 'Pie')).toBeVisible()
  await expect(badge(console, 'Tart')).toHaveCount(0)
  await second.close()
  await expect(badge(console, 'Pie')).toBeVisible()
})

test('MON-8: a robot is kept out, counted, and it is shown why; nobody with Global Privacy Control ever connects', async ({
  browser,
}) => {
  const url = bakery.page('/robots', { title: 'For robots' })
  const robot = await guest(browser, url, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0' })
  await expect(console.getByRole('button', { name: 'Robots kept out 1' })).toBeVisible()
  await console.getByRole('button', { name: 'Robots kept out' }).click()
  await expect(console.getByRole('dialog').getByText('HeadlessChrome')).toBeVisible()
  await console.keyboard.press('Escape')

  const sockets: string[] = []
  const private_ = await Visitor.arrive(browser, 'about:blank')
  private_.page.on('websocket', (socket) => sockets.push(socket.url()))
  await private_.context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }))
  const loaded = private_.page.waitForResponse(/beckon\.js/)
  await private_.page.goto(url)
  await loaded
  await private_.page.waitForLoadState('networkidle')
  expect(sockets).toEqual([])
  expect(await private_.context.cookies()).toEqual([])
  await expect(badge(console, 'For robots')).toHaveCount(0)
  expect([...robot.errors, ...private_.errors]).toEqual([])
})

test('ZON-5: an unknown KEY is refused and counted; the page notices nothing', async ({ browser }) => {
  const snippet = bakery.snippet
  bakery.snippet = snippet.replace(/data-site="[^"]+"/, 'data-site="nobodyknowsthis"')
  const visitor = await guest(browser, bakery.page('/unknown', { title: 'Unknown' }))
  await visitor.page.waitForLoadState('networkidle')
  bakery.snippet = snippet
  await console.getByRole('button', { name: 'Robots kept out' }).click()
  await expect(console.getByRole('dialog').getByText('Unknown KEY')).toBeVisible()
  await console.keyboard.press('Escape')
  await expect(badge(console, 'Unknown')).toHaveCount(0)
  expect(visitor.errors).toEqual([])
})

test('OPS-7: a page of another origin gets no badge; the live check names it and offers to allow it', async ({ browser }) => {
  const cafe = await Elsewhere.open()
  cafe.snippet = bakery.snippet
  const url = cafe.page('/', { title: 'Café' })
  const visitor = await guest(browser, url)
  await goTo(console, 'Settings', 'Site')
  const allow = console.getByRole('button', { name: `Allow ${cafe.origin}` })
  await expect(allow).toBeVisible()
  await allow.click()
  await expect(console.getByRole('button', { name: `Remove ${cafe.origin}` })).toBeVisible()
  await goTo(console, 'Monitor')
  await visitor.page.reload()
  await expect(badge(console, 'Café')).toBeVisible()
  expect(visitor.errors).toEqual([])
  await cafe.close()
})

test('PRV-1: in mode visit only nothing is kept beyond the tab, two tabs are one badge, whoever comes again is new', async ({
  browser,
}) => {
  await change(console, { pageChangeGrace: 1 })
  await goTo(console, 'Settings', 'Site')
  await console.getByRole('radio', { name: 'Visit only' }).check()
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
  await goTo(console, 'Monitor')
  const url = bakery.page('/private', { title: 'Private' })
  const visitor = await guest(browser, url)
  await expect(badge(console, 'Private')).toHaveCount(1)
  await expect(badge(console, 'Private')).toHaveAccessibleName(/First visit/)
  const second = await visitor.tab(bakery.page('/private/2', { title: 'Intimate' }))
  await expect(badge(console, 'Intimate')).toHaveCount(1)
  await expect(badge(console, 'Private')).toHaveCount(0)
  for (const page of [visitor.page, second])
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ''])
  expect(await visitor.context.cookies()).toEqual([])
  await visitor.context.close()
  await expect(badge(console, 'Intimate')).toHaveCount(0)
  await guest(browser, url)
  await expect(badge(console, 'Private')).toHaveAccessibleName(/First visit/)
})

test('VIS-1: a server that is away does a page no harm; the page comes back by itself', async ({ browser }) => {
  const visitor = await guest(browser, bakery.page('/alone', { title: 'Alone' }))
  await expect(badge(console, 'Alone')).toBeVisible()
  await beckon.kill()
  const late = await guest(browser, bakery.page('/late', { title: 'Late' }))
  await expect(late.page.getByRole('heading', { name: 'Late' })).toBeVisible()
  expect(await late.page.evaluate(() => document.documentElement.children.length)).toBe(2)
  await beckon.up()
  await expect(console.getByText('Connected', { exact: true })).toBeVisible({ timeout: 20_000 })
  // Pages without a conversation return within seconds, spread over the first five.
  await expect(badge(console, 'Alone')).toBeVisible({ timeout: 20_000 })
  expect(await seenBy(visitor.page)).toEqual({ violations: [], shift: 0 })
  expect([...visitor.errors, ...late.errors]).toEqual([])
})
