// Files in Leave a message (OFF-1): attached by button, paste and drop, whether anybody ever talked or not.
import { expect, type Page, test } from '@playwright/test'
import { png } from './picture'
import { anew, html, server, site, talk, visit } from './world'

anew()

const megabyte = 1024 * 1024
const text = (name: string, size = 12) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'x') })
const picture = (name = 'hill.png') => ({ name, mimeType: 'image/png', buffer: Buffer.from(png(64, 40)) })

const form = (page: Page) => page.getByRole('form', { name: 'Leave a message' })
const attach = async (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> => {
  const chooser = page.waitForEvent('filechooser')
  await form(page).getByRole('button', { name: 'Attach a file' }).click()
  await (await chooser).setFiles(files)
}
const attached = (page: Page, name?: string) =>
  form(page).getByRole('list', { name: 'Attached files' }).getByRole('listitem', { name })
const send = (page: Page) => form(page).getByRole('button', { name: 'Send' })
const fill = async (page: Page, message = 'See these'): Promise<void> => {
  await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
  await form(page).getByRole('textbox', { name: 'Message' }).fill(message)
}
const left = () => server.of('leave').map(({ text, files }) => [text, files?.map((id) => server.files.kept.get(id)?.file.name)])
const opened = async (page: Page) => {
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await expect(form(page)).toBeVisible()
}
const begin = async (context: Parameters<typeof visit>[0]) => {
  server.available = false
  site.pages.set('/', { html: html() })
  const { page, errors } = await visit(context)
  await opened(page)
  return { page, errors }
}

/** give has files come from outside the page: pasted into the message, or dropped on the panel. */
const give = (page: Page, kind: 'paste' | 'drop', copied = '') =>
  page.evaluate(
    ([kind, copied]) => {
      const root = document.querySelector('div[lang]')?.shadowRoot
      const given = new DataTransfer()
      given.items.add(new File(['given'], `${kind}.txt`, { type: 'text/plain' }))
      if (copied) given.setData('text/plain', copied)
      const event =
        kind === 'paste'
          ? new ClipboardEvent('paste', { bubbles: true, composed: true, cancelable: true, clipboardData: given })
          : new DragEvent('drop', { bubbles: true, composed: true, cancelable: true, dataTransfer: given })
      root?.querySelector(kind === 'paste' ? '#leave-text' : '.panel')?.dispatchEvent(event)
      return event.defaultPrevented
    },
    [kind, copied] as const,
  )

test('without any chat: a picture and a text go with the message, by button, paste and drop; then nothing is attached', async ({
  context,
}) => {
  const { page, errors } = await begin(context)
  await fill(page)
  await attach(page, picture(), text('notes.txt', 3000))
  await expect(attached(page, 'notes.txt')).toContainText('3 KB')
  expect(await give(page, 'paste')).toBe(true)
  expect(await give(page, 'paste', 'and text')).toBe(false)
  expect(await give(page, 'drop')).toBe(true)
  await expect(attached(page)).toHaveCount(4)
  await expect(attached(page).getByRole('button', { name: 'Remove' })).toHaveCount(4)
  await attached(page, 'paste.txt').getByRole('button', { name: 'Remove' }).click()
  await send(page).click()
  await expect(page.getByText('Thank you.')).toBeVisible()
  expect(left()).toEqual([['See these', ['hill.png', 'notes.txt', 'drop.txt']]])
  expect(server.files.uploads.map(({ site, token, conversation }) => [site, token, conversation])).toEqual(
    Array(4).fill(['KEY', 'token-of-the-visitor', '']),
  )
  // The browser does not open it in place of the page, and it is not attached to the next message.
  expect(await give(page, 'drop')).toBe(true)
  await page.getByRole('button', { name: 'Close' }).click()
  await opened(page)
  await expect(attached(page)).toHaveCount(0)
  expect(errors).toEqual([])
})

test('what is too large, empty or too many is not taken; what is under way can be cancelled, what failed tried again', async ({
  context,
}) => {
  const { page } = await begin(context)
  await fill(page)
  await attach(page, text('film', 11 * megabyte), text('nothing', 0), ...[1, 2, 3, 4, 5, 6].map((one) => text(`${one}.txt`)))
  await expect(form(page)).toContainText(
    'film is too large: a file has at most 10 MB. nothing is empty. A message has at most 5 files.',
  )
  await expect(attached(page)).toHaveCount(5)
  for (const one of [1, 2, 3, 4, 5]) await attached(page, `${one}.txt`).getByRole('button').last().click()
  server.files.still = true
  await attach(page, text('slow', megabyte))
  await expect(form(page)).toContainText('The message can go when its files are there.')
  await expect(send(page)).toBeDisabled()
  await attached(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(attached(page)).toHaveCount(0)
  await expect(send(page)).toBeEnabled()
  server.files.goOn()
  server.files.refusal = { status: 429, detail: 'Many files have come from your network today' }
  await attach(page, text('again.txt'))
  await expect(attached(page)).toContainText('Many files have come from your network today')
  await expect(send(page)).toBeDisabled()
  server.files.refusal = undefined
  await attached(page).getByRole('button', { name: 'Retry' }).click()
  await send(page).click()
  await expect.poll(left).toEqual([['See these', ['again.txt']]])
})

test('an upload goes on while the form is closed; on the next page its file is there', async ({ context }) => {
  const { page } = await begin(context)
  await fill(page)
  server.files.still = true
  await attach(page, text('slow.txt'))
  await page.keyboard.press('Escape')
  await opened(page)
  await expect(attached(page, 'slow.txt').getByRole('button', { name: 'Cancel' })).toBeVisible()
  server.files.goOn()
  await expect(attached(page, 'slow.txt').getByRole('button', { name: 'Remove' })).toBeVisible()
  await page.reload()
  await opened(page)
  await expect(attached(page, 'slow.txt')).toHaveCount(1)
  await send(page).click()
  await expect.poll(left).toEqual([['See these', ['slow.txt']]])
})

test('sent while the line is away it goes once from the next page, with its files', async ({ context }) => {
  server.mute = true
  const { page } = await begin(context)
  await fill(page)
  await attach(page, picture())
  await send(page).click()
  await expect(form(page).getByRole('button', { name: 'Sending…' })).toBeDisabled()
  const [first] = server.of('leave')
  server.mute = false
  server.received = []
  await page.reload()
  await expect.poll(left).toEqual([['See these', ['hill.png']]])
  expect(server.of('leave')[0]?.id).toBe(first?.id)
})

test('S-44 what the chat could not take goes with the message that is left instead of it', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach a file' }).click()
  await (await chooser).setFiles([picture()])
  await expect(page.getByRole('button', { name: 'Remove' })).toBeVisible()
  server.stand({ state: 'ended', endedBy: 'nobody', leaveMessage: true })
  await expect(attached(page, 'hill.png')).toBeVisible()
  await attach(page, text('more.txt'))
  await fill(page)
  await send(page).click()
  await expect.poll(left).toEqual([['See these', ['hill.png', 'more.txt']]])
  expect(server.files.uploads.map(({ conversation }) => conversation)).toEqual([server.conversation?.id, ''])
})

test('on a page that speaks over HTTP', async ({ context }) => {
  await context.routeWebSocket(/\/v1\/visit/, (socket) => socket.close())
  let posts = 0
  context.on('request', (request) => {
    if (request.url().endsWith('/v1/line')) posts++
  })
  const { page } = await begin(context)
  await fill(page)
  await attach(page, picture())
  await send(page).click()
  await expect(page.getByText('Thank you.')).toBeVisible()
  expect(left()).toEqual([['See these', ['hill.png']]])
  expect(posts).toBeGreaterThan(1)
})
