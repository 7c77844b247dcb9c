// The visitor's screens, see look.ts.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Fake } from './fake'
import { look, looks, shop } from './look'
import { png } from './picture'
import { Site } from './site'
import { panel } from './world'

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
  await page.getByLabel('E-mail', { exact: true }).fill('rui@')
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
  server.offer(true)
  await expect(page.getByRole('button', { name: 'Start a chat' })).toBeVisible()
  await look(page, `offline-somebody-${name}`)
  server.offer(false)
  await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
  await page.getByRole('textbox', { name: 'Message' }).fill('Please write to me.')
  const attach = async (file: string, bytes: Uint8Array): Promise<void> => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Attach a file' }).click()
    await (await chooser).setFiles({ name: file, mimeType: 'image/png', buffer: Buffer.from(bytes) })
  }
  await attach('the front wheel, from the left side, in the morning sun.png', png(64, 40))
  await expect(page.getByRole('button', { name: 'Remove' })).toBeVisible()
  server.files.still = true
  await attach('notes.txt', new Uint8Array(2e6))
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await look(page, `offline-files-${name}`)
  server.files.refusal = { status: 429, detail: 'You have sent a lot of files today. Try again tomorrow' }
  server.files.goOn()
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
  await look(page, `offline-refused-${name}`)
  server.files.refusal = undefined
  await page.getByRole('button', { name: 'Retry' }).click()
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

// Files, suggested pages and the transcript, with names that are too long for their place.
const takeAlong = async (page: Page, server: Fake, name: string): Promise<void> => {
  server.invite('Hello! How can I help?')
  await page.getByRole('button', { name: 'Start Chat' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const long = 'Quittung_und_Versicherungsnachweis_für_das_Fahrrad_meiner_Großmutter_2026-05-03_endgültig_v2.pdf'
  const text = (name: string, buffer = Buffer.from('text')) => ({ name, mimeType: 'text/plain', buffer })
  await page.locator('input[type=file]').setInputFiles([text('hill.png', Buffer.from(png(900, 600))), text(long)])
  const message = page.getByRole('textbox', { name: 'Message', exact: true })
  await message.fill('Here is the receipt')
  await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled()
  await message.press('Enter')
  await expect(page.getByRole('list', { name: 'Attached files' }).getByRole('listitem')).toHaveCount(0)
  server.say('operator', '', {
    files: [server.files.put('tall.png', png(300, 1200)), server.files.put('flat.png', png(1600, 40))],
  })
  server.say('operator', 'And our prices', { files: [server.files.put('prices.xlsx', Buffer.alloc(2_400_000))] })
  server.say('operator', `${page.url()}catalog/bells/with-a-long-way-to-go/red?colour=red&size=large#top`, { what: 'page' })
  await expect(page.getByRole('link', { name: 'Open page' })).toBeVisible()
  await page.evaluate(() => document.querySelector('div[lang]')?.shadowRoot?.querySelector('.log')?.scrollTo(0, 0))
  await look(page, `files-${name}`)
  await page.evaluate(() => document.querySelector('div[lang]')?.shadowRoot?.querySelector('.log')?.scrollTo(0, 1e6))
  await look(page, `files-end-${name}`)
  server.files.refusal = { status: 507, detail: 'There is no room for files right now. Your message can be sent without it' }
  await page.locator('input[type=file]').setInputFiles([text(long)])
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
  server.files.refusal = undefined
  await page.locator('input[type=file]').setInputFiles([text('ready.txt')])
  await expect(page.getByRole('button', { name: 'Remove' })).toHaveCount(2)
  server.files.still = true
  await page.locator('input[type=file]').setInputFiles([text('film.mov', Buffer.alloc(9e6)), text('waiting.txt')])
  await page.locator('input[type=file]').setInputFiles([text('too-large.bin', Buffer.alloc(11e6))])
  await expect(page.getByText('too-large.bin is too large')).toBeVisible()
  await look(page, `attaching-${name}`)
  await panel(page).evaluate((node) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['x'], 'x'))
    node.dispatchEvent(new DragEvent('dragenter', { dataTransfer, cancelable: true }))
  })
  await look(page, `drop-${name}`)
  await page.getByText('Drop files here').dispatchEvent('dragleave', {
    dataTransfer: await page.evaluateHandle(() => {
      const one = new DataTransfer()
      one.items.add(new File(['x'], 'x'))
      return one
    }),
  })
  while (await page.getByRole('button', { name: /^(Remove|Cancel)$/ }).count())
    await page
      .getByRole('button', { name: /^(Remove|Cancel)$/ })
      .first()
      .click()
  await page.getByRole('button', { name: 'Open tall.png' }).click()
  await look(page, `large-${name}`)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Transcript', exact: true }).click()
  await look(page, `transcript-${name}`)
  server.stand({ state: 'ended', endedBy: 'operator' })
  await expect(page.getByText('This chat has ended.')).toBeVisible()
  await page.getByRole('textbox', { name: 'E-mail this chat to' }).fill('rui@shop.example')
  server.noMail = { code: 'conflict', text: 'This site can’t send e-mail yet' }
  await page.getByRole('button', { name: 'Send transcript' }).click()
  await expect(page.getByText('can’t send e-mail yet')).toBeVisible()
  await page.getByRole('radio', { name: '4 stars' }).check({ force: true })
  await look(page, `ended-${name}`)
}

for (const one of looks)
  test(`files, pages and transcripts, ${one.name}`, async ({ browser }) => {
    test.slow()
    const server = await new Fake().start()
    const site = await new Site().start()
    site.pages.set('/', { html: shop(`${server.origin}/beckon.js`) })
    const { viewport, colorScheme, name } = one
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(site.origin)
    await expect.poll(() => server.of('hello').length).toBe(1)
    await takeAlong(page, server, name)
    await context.close()
    server.files.goOn()
    await server.kill()
    await site.stop()
  })
