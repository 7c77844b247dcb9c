// The visitor's screens as pictures, for a person to look at, and as axe sees them. BECKON_PICTURES names the folder for the pictures.
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Fake, Site } from './fake'

const shop = (script: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bikes</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{margin:0;font:16px system-ui;background:#fff;color:#1d1c1a}header{padding:20px 80px;border-bottom:1px solid #e5e4df}h1{margin:0;font-size:19px}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:24px;padding:32px 80px}
main div{aspect-ratio:4/3;border-radius:8px;background:#eeece7}@media(max-width:480px){header,main{padding-inline:18px}}</style>
<script async src="${script}" data-site="KEY"></script></head>
<body><header><h1>Velo &amp; Bell</h1></header><main><div></div><div></div><div></div><div></div><div></div><div></div></main></body></html>`

const looks = [
  { name: 'desktop-light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const

const look = async (page: Page, name: string): Promise<void> => {
  // The card rises for a moment; colours count when it stands.
  await page.evaluate(() =>
    Promise.all(
      document
        .querySelector('div[lang]')
        ?.shadowRoot?.getAnimations()
        .map(({ finished, effect }) => effect?.getComputedTiming().iterations === 1 && finished) ?? [],
    ),
  )
  if (process.env.BECKON_PICTURES) await page.screenshot({ path: `${process.env.BECKON_PICTURES}/${name}.png` })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => html + failureSummary)])).toEqual([])
}

const walk = async (
  browser: Browser,
  server: Fake,
  site: Site,
  { name, viewport, colorScheme }: (typeof looks)[number],
): Promise<void> => {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(site.origin)
  await expect.poll(() => server.of('hello').length).toBe(1)
  server.invite()
  await expect(page.getByRole('dialog', { name: 'Chat request from Ana' })).toBeVisible()
  await look(page, `invitation-${name}`)

  await page.getByRole('button', { name: 'Start Chat' }).click()
  await expect(page.getByRole('dialog', { name: 'Open chat with operator' })).toBeVisible()
  await page.getByLabel('Your name optional').fill('Rui')
  await look(page, `open-chat-${name}`)

  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const box = page.getByRole('textbox', { name: 'Message' })
  await expect(box).toBeFocused()
  await box.fill('Hi Ana. Does the Kestrel fit a child seat? I saw it on https://shop.example/kestrel.')
  await box.press('Enter')
  await expect(page.getByText('sent')).toBeVisible()
  server.stand({ operatorGot: 3 })
  server.say('operator', 'It does, with the long rack. I can put both in one parcel so that delivery stays free.')
  server.tell({ type: 'typing', conversation: server.conversation?.id ?? '', on: true })
  await expect(page.getByText('Ana is typing')).toBeVisible()
  await look(page, `chat-${name}`)

  server.mute = true
  await box.fill('That would be great!')
  await box.press('Enter')
  await box.fill('And one more')
  server.say('system', 'Ana has put the chat on hold and will be right back', { what: 'held' })
  server.stand({ hold: true })
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
  await look(page, `hold-${name}`)

  server.mute = false
  server.stand({ hold: false, operatorHere: false })
  await page.getByRole('button', { name: 'End chat' }).click()
  await look(page, `end-${name}`)
  await page.getByRole('button', { name: 'Keep chatting' }).click()
  await page.getByRole('button', { name: 'Minimise' }).click()
  server.say('operator', 'Are you there?')
  await expect(page.getByRole('button', { name: 'Chat with Ana, 1 unread' })).toBeFocused()
  await look(page, `folded-${name}`)
  await page.getByRole('button', { name: 'Chat with Ana' }).click()
  server.say('system', 'Nobody is available right now', { what: 'ended' })
  server.stand({ state: 'ended', endedBy: 'nobody', leaveMessage: true })
  await expect(page.getByRole('form', { name: 'Leave a message' })).toBeVisible()
  await page.getByLabel('E-mail').fill('rui@')
  await page.getByRole('button', { name: 'Send' }).click()
  await look(page, `leave-${name}`)
  await context.close()
}

// Everything from the site's button on.
const ask = async (page: Page, server: Fake, name: string): Promise<void> => {
  const button = page.getByRole('button', { name: 'Click for Live Help' })
  await expect(button).toBeVisible()
  await look(page, `button-${name}`)
  await button.click()
  await expect(page.getByRole('dialog', { name: 'Start communication' })).toBeVisible()
  await look(page, `start-${name}`)
  await page.getByLabel('Your name optional').fill('Rui')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByText('You are number 2 in the queue.')).toBeVisible()
  await look(page, `routing-${name}`)
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await expect(page.getByRole('button', { name: 'Back to the queue' })).toBeVisible()
  await look(page, `leave-from-queue-${name}`)
  await page.getByRole('button', { name: 'Back to the queue' }).click()
  await page.getByRole('button', { name: 'Minimise' }).click()
  await look(page, `routing-folded-${name}`)
  server.acceptRequest()
  const box = page.getByRole('textbox', { name: 'Message' })
  await box.fill('Is the *Kestrel* in stock? My code is `K3-58`,')
  await box.press('Enter')
  server.say('operator', 'Yes, it is _almost_ ready 🙂')
  await page.getByRole('button', { name: 'Emoji' }).click()
  await expect(page.getByRole('group', { name: 'Emoji' })).toBeVisible()
  await look(page, `emoji-${name}`)
  await page.keyboard.press('Escape')
  server.giveBack()
  await expect(page.getByText('We are looking for a colleague')).toBeVisible()
  await look(page, `returned-${name}`)
}

const leaveNow = async (page: Page, server: Fake, name: string): Promise<void> => {
  server.conversation = server.request = undefined
  server.available = false
  await page.evaluate(() => sessionStorage.clear())
  await page.reload()
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await expect(page.getByRole('form', { name: 'Leave a message' })).toBeVisible()
  await look(page, `offline-${name}`)
  await page.getByLabel('E-mail').fill('rui@shop.example')
  await page.getByRole('textbox', { name: 'Message' }).fill('Please write to me.')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('Thank you.')).toBeVisible()
  await look(page, `thanks-${name}`)
}

for (const one of looks)
  test(`every screen from the button on, ${one.name}`, async ({ browser }) => {
    test.slow()
    const server = await new Fake().start()
    const site = await new Site().start()
    site.pages.set('/', { html: shop(`${server.origin}/beckon.js`) })
    const { viewport, colorScheme, name } = one
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(site.origin)
    await ask(page, server, name)
    await leaveNow(page, server, name)
    await context.close()
    await server.kill()
    await site.stop()
  })

for (const one of looks)
  test(`every screen, ${one.name}`, async ({ browser }) => {
    test.slow()
    const server = await new Fake().start()
    const site = await new Site().start()
    site.pages.set('/', { html: shop(`${server.origin}/beckon.js`) })
    await walk(browser, server, site, one)
    await server.kill()
    await site.stop()
  })
