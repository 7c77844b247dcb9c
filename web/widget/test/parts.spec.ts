// The panel's parts come when they are wanted; what needs one that does not come says so, or goes on when it comes.
import { expect, type Page, type Request, test } from '@playwright/test'
import { anew, card, hold, html, panel, server, site, talk, visit, write } from './world'

anew()

const after = '**/w/after-*'
const files = '**/w/files-*'
const form = (page: Page) => page.getByRole('form', { name: 'Leave a message' })
const rating = (page: Page) => page.getByRole('group', { name: 'How was this chat?' })
const note = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('twelve bytes') }
const picture = { id: 'p', name: 'hill.png', type: 'image/png', size: 9, width: 640, height: 400 }

const attach = async (page: Page): Promise<void> => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach a file' }).click()
  await (await chooser).setFiles(note)
}

/** sheets counts the style sheets of the panel: each part brings one. */
const sheets = (page: Page) =>
  page.evaluate(() => document.querySelector('div[lang]')?.shadowRoot?.adoptedStyleSheets.length ?? 0)

/** loaded collects the modules that the page loads from now on. */
const loaded = (page: Page): string[] => {
  const names: string[] = []
  page.on('request', (request: Request) => {
    const name = /\/w\/(\w+)-/.exec(request.url())?.[1]
    if (name) names.push(name)
  })
  return names
}

test.beforeEach(() => {
  site.pages.set('/', { html: html() })
})

test('a chat loads one module; its end, a file and emoji each one more, once', async ({ page }) => {
  const names = loaded(page)
  await page.goto(site.origin)
  await talk(page)
  await write(page, 'Hello')
  server.say('operator', 'Hi')
  await expect(page.getByRole('log')).toContainText('Hi')
  expect(names).toEqual(['chat'])
  await page.getByRole('button', { name: 'Emoji' }).click()
  await expect(page.getByRole('group', { name: 'Emoji' })).toBeVisible()
  await attach(page)
  await expect(page.getByRole('listitem', { name: 'notes.txt' })).toBeVisible()
  await page.getByRole('button', { name: 'Transcript' }).click()
  await expect(page.getByLabel('E-mail this chat to')).toBeFocused()
  server.stand({ state: 'ended', endedBy: 'operator' })
  await expect(rating(page)).toBeVisible()
  expect(names).toEqual(['chat', 'emoji', 'files', 'after'])
})

test('Leave a message that does not come says so; asked for again it comes', async ({ context }) => {
  server.available = false
  await context.route(after, (route) => route.abort())
  const { page, errors } = await visit(context)
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await expect(page.getByRole('dialog')).toContainText('The form could not be loaded. Try again in a moment.')
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'Leave a message' })).toBeFocused()
  await context.unroute(after)
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await expect(form(page).getByLabel('Name')).toBeFocused()
  expect(errors).toEqual([])
})

test('from the queue too, and the place is kept', async ({ context }) => {
  await context.route(after, (route) => route.abort())
  const { page } = await visit(context)
  await page.getByRole('button', { name: 'Click for Live Help' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const queue = page.getByRole('dialog', { name: 'Routing your call…' })
  await queue.getByRole('button', { name: 'Leave a message' }).click()
  await expect(queue).toContainText('The form could not be loaded. Try again in a moment.')
  await expect(queue).toContainText('You are number 2 in the queue.')
  await context.unroute(after)
  await queue.getByRole('button', { name: 'Leave a message' }).click()
  await expect(form(page)).toBeVisible()
  await page.getByRole('button', { name: 'Back to the queue' }).click()
  await expect(queue).toContainText('You are number 2 in the queue.')
  expect(server.of('cancel')).toEqual([])
})

test('the forms of a chat that has ended come when they can; nothing is lost until then', async ({ context }) => {
  await context.route(after, (route) => route.abort())
  const { page, errors } = await visit(context)
  await talk(page)
  await page.getByRole('textbox', { name: 'Message' }).fill('unsaid')
  server.stand({ state: 'ended', endedBy: 'operator', leaveMessage: true })
  await expect(panel(page)).toContainText('This chat has ended.')
  await expect(page.getByRole('region', { name: 'Messages' })).toBeFocused()
  await page.keyboard.type('and on \n') // who was in the middle of it closes nothing
  await expect(rating(page)).toBeHidden()
  await context.unroute(after)
  await expect(form(page).getByLabel('Name')).toBeFocused()
  await expect(form(page).getByLabel('Message')).toHaveValue('unsaid')
  expect(errors).toEqual([])
})

test('who writes on while the transcript’s form comes is left in peace', async ({ context }) => {
  const release = await hold(context)
  const { page } = await visit(context)
  await talk(page)
  await page.getByRole('button', { name: 'Transcript' }).click()
  await page.getByRole('textbox', { name: 'Message' }).focus()
  release()
  await expect(page.getByLabel('E-mail this chat to')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
})

test('a conversation that begins while Leave a message comes is not covered by it', async ({ context }) => {
  const release = await hold(context)
  const { page } = await visit(context)
  await page.getByRole('button', { name: 'Click for Live Help' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('button', { name: 'Leave a message' }).click()
  server.acceptRequest()
  await expect(panel(page)).toBeVisible()
  const before = await sheets(page)
  release()
  await expect.poll(() => sheets(page)).toBe(before + 1) // it has come
  await expect(panel(page)).toBeVisible()
  await expect(form(page)).toBeHidden()
})

test('an invitation that comes while Leave a message comes waits behind it', async ({ context }) => {
  server.available = false
  const release = await hold(context)
  const { page } = await visit(context)
  const asks = page.waitForRequest(after)
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await asks
  server.invite()
  await expect.poll(() => server.of('delivered').length).toBe(1)
  await expect(card(page)).toBeHidden()
  release()
  await expect(form(page).getByLabel('Name')).toBeFocused()
  expect(server.of('shown')).toEqual([])
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(card(page)).toBeVisible()
})

test('what is said while Leave a message comes is true', async ({ context }) => {
  server.available = false
  const release = await hold(context)
  const { page } = await visit(context)
  const asks = page.waitForRequest(after)
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await asks
  server.offer(true)
  await expect(page.getByRole('button', { name: 'Click for Live Help' })).toBeVisible()
  release()
  await expect(page.getByRole('dialog', { name: 'Leave a message' })).toContainText('Somebody is available now.')
})

test('nobody could take the call: the queue does not go on while the form comes', async ({ context }) => {
  const release = await hold(context)
  const { page } = await visit(context)
  await page.getByRole('button', { name: 'Click for Live Help' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const queue = page.getByRole('dialog', { name: 'Routing your call…' })
  await expect(queue).toContainText('You are number 2 in the queue.')
  server.queue({ state: 'unanswered', place: 0 })
  await expect(queue).toContainText('Nobody could take your call this time.')
  await expect(queue).not.toContainText('number 2')
  await queue.getByRole('button', { name: 'Leave a message' }).click()
  release()
  await expect(form(page)).toContainText('Nobody is available now.')
})

test('Start pressed while Leave a message comes asks, and is not covered by the form', async ({ context }) => {
  const release = await hold(context)
  const { page } = await visit(context)
  await page.getByRole('button', { name: 'Click for Live Help' }).click()
  await expect(page.getByRole('dialog', { name: 'Start communication' })).toBeVisible()
  const asks = page.waitForRequest(after)
  server.offer(false)
  await asks
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const queue = page.getByRole('dialog', { name: 'Routing your call…' })
  await expect(queue).toContainText('You are number 2 in the queue.')
  const before = await sheets(page)
  release()
  await expect.poll(() => sheets(page)).toBe(before + 1)
  await expect(queue).toBeVisible()
  await expect(form(page)).toBeHidden()
})

test('a file that can’t be attached is taken out, and the chat goes on', async ({ context }) => {
  await context.route(files, (route) => route.abort())
  const { page } = await visit(context)
  await talk(page)
  await attach(page)
  const row = page.getByRole('listitem').filter({ hasText: 'notes.txt' })
  await row.getByRole('button', { name: 'Remove' }).click()
  await expect(row).toBeHidden()
  await write(page, 'Without it, then')
  await expect.poll(() => server.of('say').length).toBe(1)
})

test('files that can’t be loaded: one that is sent can be tried again; one that came has its name meanwhile, a page its address', async ({
  context,
}) => {
  await context.route(files, (route) => route.abort())
  const { page, errors } = await visit(context)
  await talk(page)
  await attach(page)
  await expect(panel(page)).toContainText('A file did not get through')
  server.say('operator', 'Look', { files: [picture] })
  await expect(page.getByRole('log')).toContainText('hill.png')
  server.say('operator', 'https://shop.example/bells', { what: 'page' })
  await expect(page.getByRole('log').getByRole('link')).toHaveText('https://shop.example/bells')
  await context.unroute(files)
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByRole('listitem', { name: 'notes.txt' }).getByRole('button', { name: 'Remove' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open hill.png' })).toBeVisible()
  await expect(page.getByRole('log').getByRole('link')).toHaveText('Open page')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect.poll(() => server.of('say').at(-1)?.files?.length).toBe(1)
  expect(errors).toEqual([])
})
