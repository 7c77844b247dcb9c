// The panel's parts come when they are wanted; what needs one that does not come says so, or goes on when it comes.
import { type BrowserContext, expect, type Page, type Request, test } from '@playwright/test'
import { anew, card, html, panel, server, site, talk, visit, write } from './world'

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

/** hold keeps the forms' module from the pages, until what it returns is called. */
const hold = async (context: BrowserContext): Promise<() => void> => {
  let release = (): void => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  await context.route(after, async (route) => {
    await held
    await route.continue()
  })
  return release
}

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

test('the forms of a chat that has ended come when they can, and take the keyboard from the button alone', async ({
  context,
}) => {
  await context.route(after, (route) => route.abort())
  const { page, errors } = await visit(context)
  await talk(page)
  await page.getByRole('textbox', { name: 'Message' }).fill('unsaid')
  server.stand({ state: 'ended', endedBy: 'operator', leaveMessage: true })
  await expect(panel(page)).toContainText('This chat has ended.')
  await expect(panel(page).getByRole('button', { name: 'Close' })).toBeFocused()
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
  const comes = page.waitForResponse(after)
  await page.getByRole('button', { name: 'Leave a message' }).click()
  server.acceptRequest()
  await expect(panel(page)).toBeVisible()
  release()
  await comes
  await page.evaluate(() => new Promise(requestAnimationFrame))
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
  await page.evaluate(() => new Promise(requestAnimationFrame))
  await expect(card(page)).toBeHidden()
  release()
  await expect(form(page).getByLabel('Name')).toBeFocused()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(card(page)).toBeVisible()
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
