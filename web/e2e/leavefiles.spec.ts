// OFF-1: a visitor leaves a message with files, over either line, and the operator opens them on the Message board.
import { readFile } from 'node:fs/promises'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { png } from '../widget/test/picture'
import { goTo, signIn } from './people'
import { look } from './screens'
import { test } from './strangers'
import { beckon, served } from './world'

test.slow()

served()

const hill = { name: 'hill.png', mimeType: 'image/png', buffer: Buffer.from(png(640, 400)) }
const notes = { name: 'notes of Gerda.txt', mimeType: 'text/plain', buffer: Buffer.from('It is <b>rusty</b>') }

/** leave writes a message as visitors do, with nobody there. */
const leave = async (page: Page): Promise<void> => {
  await page.goto(`${beckon.shop}catalog/bikes`)
  await page.getByRole('button', { name: 'Leave a message' }).click()
  const form = page.getByRole('form', { name: 'Leave a message' })
  await form.getByLabel('Name').fill('Gerda')
  await form.getByLabel('E-mail', { exact: true }).fill('gerda@home.example')
  await form.getByRole('textbox', { name: 'Message' }).fill('What can be done about this?')
  const chooser = page.waitForEvent('filechooser')
  await form.getByRole('button', { name: 'Attach a file' }).click()
  await (await chooser).setFiles([hill, notes])
  const attached = form.getByRole('list', { name: 'Attached files' }).getByRole('listitem')
  await expect(attached.getByRole('button', { name: 'Remove' })).toHaveCount(2)
  await form.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('Thank you.')).toBeVisible()
}

const lines: [string, (context: BrowserContext) => Promise<void>][] = [
  ['', async () => {}],
  [', where a page can’t have a WebSocket', (context) => context.routeWebSocket(/\/v1\/visit/, (socket) => socket.close())],
]

for (const [where, take] of lines)
  test(`OFF-1 a message is left with an image and a text, and both are opened on the Message board${where}`, async ({
    browser,
  }) => {
    const context = await browser.newContext()
    await take(context)
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await leave(page)
    expect(errors).toEqual([])

    const console = await signIn(browser, beckon)
    await goTo(console, 'Communication')
    await console.getByRole('link', { name: 'Message board' }).click()
    const row = console.getByRole('listitem').getByRole('link', { name: /Gerda/ })
    await expect(row).toContainText('2 files')
    await row.click()
    const letter = console.getByRole('article', { name: 'The message' })
    await expect(letter).toContainText('What can be done about this?')
    const preview = letter.getByRole('button', { name: 'Open image hill.png' })
    await expect
      .poll(() => preview.locator('img').evaluate((image) => [(image as HTMLImageElement).naturalWidth, image.clientWidth > 0]))
      .toEqual([640, true])
    await look(console, 'message-files')

    const downloads = console.waitForEvent('download')
    await letter.getByRole('link', { name: 'Download notes of Gerda.txt' }).click()
    const download = await downloads
    expect(download.suggestedFilename()).toBe('notes of Gerda.txt')
    expect(await readFile(await download.path(), 'utf8')).toBe('It is <b>rusty</b>')
    await preview.click()
    const large = console.getByRole('dialog', { name: 'hill.png' })
    await expect(large.getByRole('img', { name: 'hill.png' })).toBeVisible()
    await console.keyboard.press('Escape')
    await expect(large).toBeHidden()

    await console.getByRole('button', { name: 'View profile' }).click()
    await expect(
      console.getByRole('tabpanel', { name: 'Messages' }).getByRole('button', { name: 'Open image hill.png' }),
    ).toBeVisible()
    await look(console, 'profile-message-files')
  })
