// Files of the visitor (CHT-1) from his page through the real server to the operator, and what goes wrong on the way.
import { expect, type Locator, type Page } from '@playwright/test'
import { png } from '../widget/test/picture'
import { Beckon } from './beckon'
import { allLeave, badge, engage, goTo, signIn, Visitor } from './people'
import { test } from './strangers'

test.slow()

let beckon: Beckon
let console: Page
let visitor: Visitor

test.beforeEach(async ({ browser }) => {
  beckon = await Beckon.demo()
  console = await signIn(browser, beckon)
  visitor = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  await engage(console, badge(console, /Bikes/), 'May I help?')
  await visitor.accept('Rui')
})
test.afterEach(async ({ browser }) => {
  expect(visitor.errors).toEqual([])
  await allLeave(browser)
  await beckon.stop()
})

const hill = { name: 'hill.png', mimeType: 'image/png', buffer: Buffer.from(png(640, 400)) }
const text = (name: string, content: string | Buffer, mimeType = 'text/plain') => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
})

const attach = async (...files: (typeof hill)[]): Promise<void> => {
  const chooser = visitor.page.waitForEvent('filechooser')
  await visitor.page.getByRole('button', { name: 'Attach a file' }).click()
  await (await chooser).setFiles(files)
}
const attached = (name?: string): Locator =>
  visitor.page.getByRole('list', { name: 'Attached files' }).getByRole('listitem', { name })
const send = (): Locator => visitor.page.getByRole('button', { name: 'Send' })
const log = (): Locator => visitor.page.getByRole('log')

/** shown waits until a picture is painted. */
const shown = (name: string) =>
  expect
    .poll(() =>
      log()
        .getByRole('button', { name: `Open ${name}` })
        .locator('canvas')
        .evaluate((node) => {
          const canvas = node as HTMLCanvasElement
          return [...(canvas.getContext('2d')?.getImageData(canvas.width / 2, canvas.height * 0.9, 1, 1).data ?? [])]
        }),
    )
    .toEqual([64, 120, 90, 255])

type Got = { name: string; type: string; status: number; served: string | null; size: number; text: string; said: string }

/** got is what the operator has of files, and how their bytes are served to him. */
const got = () =>
  console.evaluate(async () => {
    const { conversations } = await (await fetch('/api/v1/conversations')).json()
    const api = `/api/v1/conversations/${conversations[0].conversation.id}/messages`
    const files: unknown[] = []
    for (const line of (await (await fetch(api)).json()).messages)
      for (const file of line.files ?? []) {
        const answer = await fetch(`/api/v1/files/${file.id}`)
        const bytes = await answer.blob()
        files.push({
          name: file.name,
          type: file.type,
          status: answer.status,
          served: answer.headers.get('Content-Type'),
          size: bytes.size,
          text: (await bytes.text()).slice(0, 20),
          said: line.text,
        })
      }
    return files
  }) as Promise<Got[]>

test('CHT-1: an image and a text file reach the operator with one message, and a reload keeps them', async () => {
  await attach(hill, text('notes.txt', 'Three bells'))
  await expect(attached()).toHaveCount(2)
  await visitor.composer().fill('As you asked')
  await expect(send()).toBeEnabled()
  await send().click()
  await expect(attached()).toHaveCount(0)
  await expect
    .poll(async () => (await got()).map(({ name, served, said }) => [name, served, said]))
    .toEqual([
      ['hill.png', 'image/png', 'As you asked'],
      ['notes.txt', 'application/octet-stream', 'As you asked'],
    ])
  expect((await got())[1]?.text).toBe('Three bells')
  await visitor.page.reload()
  await shown('hill.png')
  const download = visitor.page.waitForEvent('download')
  await log().getByRole('group', { name: 'notes.txt' }).getByRole('button', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toBe('notes.txt')
})

test('CHT-1: a file with a false type is no picture, for either side', async () => {
  await attach(text('photo.png', '<!doctype html><script>alert(1)</script>', 'image/png'))
  await expect(send()).toBeEnabled()
  await send().click()
  await expect(log().getByRole('group', { name: 'photo.png' })).toBeVisible()
  await expect(log().getByRole('button', { name: 'Open photo.png' })).toHaveCount(0)
  await expect
    .poll(async () => (await got()).map(({ served, type }) => [served, type]))
    .toEqual([['application/octet-stream', 'text/html; charset=utf-8']])
})

test('CHT-1: a file that is too large is told before it goes, and by the server when its limit is new', async () => {
  await attach(text('film.mov', Buffer.alloc(11 * 2 ** 20)))
  await expect(visitor.page.getByText('film.mov is too large: a file has at most 10 MB.')).toBeVisible()
  await goTo(console, 'Settings', 'Live Help')
  const most = console.getByLabel('Maximum file size, in MB')
  await expect(most).toHaveValue('10')
  await most.fill('101')
  await expect(console.getByText('Give a whole number from 1 to 100.')).toBeVisible()
  await expect(console.getByRole('button', { name: 'Save' })).toBeDisabled()
  await most.fill('1')
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
  await attach(text('book.pdf', Buffer.alloc(9 * 2 ** 20)))
  await expect(attached('book.pdf')).toContainText('A file has at most 1 MB')
  await expect(send()).toBeDisabled()
  await attached('book.pdf').getByRole('button', { name: 'Remove' }).click()
  await visitor.say('Too large, it seems')
  await expect.poll(got).toEqual([])
})

test('CHT-1: an upload is cancelled on its way, and one whose server died goes when it is tried again', async () => {
  const wire = await visitor.context.newCDPSession(visitor.page)
  const network = (uploadThroughput: number) =>
    wire.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput })
  await wire.send('Network.enable')
  await network(400_000)
  await attach(text('film.mov', Buffer.alloc(9 * 2 ** 20)))
  const progress = attached('film.mov').getByRole('progressbar')
  await expect.poll(() => progress.evaluate((node) => (node as HTMLProgressElement).value)).toBeGreaterThan(0)
  await attached('film.mov').getByRole('button', { name: 'Cancel' }).click()
  await expect(attached()).toHaveCount(0)

  await attach(text('book.pdf', Buffer.alloc(3 * 2 ** 20, 'x')))
  const part = attached('book.pdf').getByRole('progressbar')
  await expect.poll(() => part.evaluate((node) => (node as HTMLProgressElement).value)).toBeGreaterThan(0)
  await beckon.kill()
  await expect(attached('book.pdf')).toContainText('The file did not get through')
  await expect(send()).toBeDisabled()
  await network(-1)
  await beckon.up()
  await attached('book.pdf').getByRole('button', { name: 'Retry' }).click()
  await expect(send()).toBeEnabled()
  await send().click()
  await expect.poll(async () => (await got()).map(({ name, size }) => [name, size])).toEqual([['book.pdf', 3 * 2 ** 20]])
})

test('CHT-3: where e-mail isn’t set up the transcript is a file; once it is set up, open pages offer it', async () => {
  await visitor.page.getByRole('button', { name: 'Transcript', exact: true }).click()
  const download = visitor.page.waitForEvent('download')
  await visitor.page.getByRole('button', { name: 'Download transcript' }).click()
  await download
  const sent = () => visitor.page.getByRole('button', { name: 'Send transcript' })
  await expect(sent()).toBeHidden()
  const setUp = (host: string) =>
    console.evaluate(async (host) => {
      const settings = {
        host,
        port: 25,
        tls: 'none',
        user: '',
        fromAddress: 'help@shop.example',
        fromName: 'Velo & Bell',
        transcriptSubject: 'Your conversation with %site%',
      }
      const answer = await fetch('/api/v1/mail/settings', {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(settings),
      })
      if (!answer.ok) throw new Error(await answer.text())
    }, host)
  await setUp('127.0.0.1')
  await expect(visitor.page.getByLabel('E-mail this chat to')).toBeVisible()
  await expect(sent()).toBeEnabled()
  await setUp('')
  await expect(sent()).toBeHidden()
})

test('item 9: a page is offered, and opened only when the visitor wants it', async () => {
  await console.evaluate(async (url) => {
    const { conversations } = await (await fetch('/api/v1/conversations')).json()
    const answer = await fetch(`/api/v1/conversations/${conversations[0].conversation.id}/page`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: crypto.randomUUID().replaceAll('-', ''), url }),
    })
    if (!answer.ok) throw new Error(await answer.text())
  }, `${beckon.shop}cart`)
  await expect(log().getByText('Ana suggests a page')).toBeVisible()
  expect(visitor.page.url()).toBe(`${beckon.shop}catalog/bikes`)
  await log().getByRole('link', { name: 'Open page' }).click()
  await visitor.page.waitForURL(`${beckon.shop}cart`)
  await expect(log().getByText('Ana suggests a page')).toBeVisible()
})
