// Files and images in a conversation, from the operator's side: button, paste, drop, progress, cancel, retry, outbox; and the visitor's files.
import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page } from '@playwright/test'
import { Beckon } from './beckon'
import { allLeave, badge, change, engage, goTo, line, signIn, Visitor } from './people'
import { look } from './screens'
import { test } from './strangers'

let beckon: Beckon
let console: Page
let visitor: Visitor
let picture: Buffer

test.beforeEach(async ({ browser }) => {
  beckon = await Beckon.demo()
  console = await signIn(browser, beckon)
  visitor = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  picture = await visitor.page.screenshot({ clip: { x: 0, y: 0, width: 800, height: 600 } })
  await engage(console, badge(console, /Bikes/))
  await visitor.accept('Rui')
  await expect(box()).toBeVisible()
})
test.afterEach(async ({ browser }) => {
  await allLeave(browser)
  await beckon.stop()
})

const UPLOAD = '**/api/v1/conversations/*/files'
const POST = '**/api/v1/conversations/*/messages'
const BYTES = '**/api/v1/files/*'

const box = () => console.getByRole('textbox', { name: 'Message' })
const attached = () => console.getByRole('list', { name: 'Attached files' }).getByRole('listitem')
const log = () => console.getByRole('log')
const png = (name: string) => ({ name, mimeType: 'image/png', buffer: picture })
const pdf = { name: 'prices.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 the prices of all bells') }

const choose = async (...files: { name: string; mimeType: string; buffer: Buffer }[]) => {
  const chooser = console.waitForEvent('filechooser')
  await console.getByRole('button', { name: 'Attach a file' }).click()
  await (await chooser).setFiles(files)
}

// What a browser does with files from outside, which a test can't drag.
const drag = (types: string[], content: Buffer, name: string) =>
  console.evaluate(
    ([kinds, text, called]) => {
      const on = document.querySelector('[role="log"]') as Element
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], called, { type: 'image/png' }))
      for (const type of kinds) on.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }))
    },
    [types, content.toString('base64'), name] as const,
  )

const messages = (): Promise<{ from: string; text: string; files?: { id: string; name: string }[] }[]> =>
  console.evaluate(async () => {
    const found = await (await fetch('/api/v1/conversations')).json()
    const { id } = found.conversations[0].conversation
    return (await (await fetch(`/api/v1/conversations/${id}/messages`)).json()).messages
  })

const saved = async (link: Locator): Promise<Buffer> => {
  const download = console.waitForEvent('download')
  await link.click()
  return readFile((await (await download).path()) ?? '')
}

test('CHT-1 an image and a file go to the visitor, are shown and downloaded; the place of an image is kept', async () => {
  test.slow()
  await choose(png('bell.png'), pdf)
  await expect(attached()).toHaveCount(2)
  await expect(attached().filter({ hasText: 'bell.png' }).locator('img')).toBeVisible()
  await box().fill('Our bells')
  await look(console, 'files-attached')
  let release = () => {}
  const held = new Promise<void>((next) => {
    release = next
  })
  await console.route(BYTES, async (route) => {
    await held
    await route.continue()
  })
  await box().press('Enter')
  await expect(attached()).toHaveCount(0)
  const image = log().getByRole('button', { name: 'Open image bell.png' })
  await expect(image).toBeVisible()
  // The line that was sending is another than the one that was sent.
  await expect.poll(async () => (await image.boundingBox())?.height ?? 0).toBeGreaterThan(150)
  await expect(line(visitor.page, 'Our bells')).toBeVisible()
  const before = await image.boundingBox()
  release()
  await expect.poll(() => image.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(800)
  expect(await image.boundingBox()).toEqual(before)
  await look(console, 'files-sent')

  await image.click()
  const large = console.getByRole('dialog', { name: 'bell.png' })
  await expect(large.getByRole('img', { name: 'bell.png' })).toBeVisible()
  await look(console, 'files-large')
  await console.keyboard.press('Escape')
  await expect(large).toBeHidden()
  await expect(image).toBeFocused()
  expect((await saved(log().getByRole('link', { name: 'Download prices.pdf' }))).toString()).toBe(pdf.buffer.toString())

  const [sent] = (await messages()).filter(({ files }) => files)
  expect([sent?.text, sent?.files?.map(({ name }) => name)]).toEqual(['Our bells', ['bell.png', 'prices.pdf']])

  await console.getByRole('button', { name: 'Close profile of Rui' }).click()
  await goTo(console, 'Conversations')
  await console.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
  const opened = console.getByRole('region', { name: 'Conversation with Rui' })
  await opened.getByRole('button', { name: 'Open image bell.png' }).click()
  await expect(large).toBeVisible()
  await console.keyboard.press('Escape')
  await expect(opened.getByRole('link', { name: 'Download prices.pdf' })).toBeVisible()
  await look(console, 'files-archive')
})

test('CHT-1 files are dropped and pasted; what may not be attached is said before it goes anywhere', async () => {
  await change(console, { maxFile: 1 })
  await drag(['dragenter', 'dragover'], picture, 'dropped.png')
  await expect(console.getByText('Drop files here to attach them')).toBeVisible()
  await look(console, 'files-drop')
  await drag(['drop'], picture, 'dropped.png')
  await expect(console.getByText('Drop files here to attach them')).toBeHidden()
  await expect(attached()).toHaveText([/dropped\.png/])

  await box().evaluate((on, text) => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], 'pasted.png', { type: 'image/png' }))
    on.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }))
  }, picture.toString('base64'))
  await expect(attached()).toHaveText([/dropped\.png/, /pasted\.png/])

  const video = { name: 'video.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1024 * 1024 + 1) }
  await choose(video, pdf, png('3.png'), png('4.png'), png('5.png'), png('6.png'))
  await expect(console.getByText('video.mp4 is too large: a file has at most 1 MB.')).toBeVisible()
  await expect(console.getByText('A message has at most 5 files. Left out: 5.png, 6.png.')).toBeVisible()
  await expect(attached()).toHaveCount(5)
  await look(console, 'files-limits')
  await box().press('Enter') // nothing is written: the files are the message
  await expect(log().getByRole('button', { name: /Open image/ })).toHaveCount(4)
})

test('CHT-1 a file is called the same on both sides, with its quotes, its size and how its name ends', async () => {
  const name = 'prices of all our "best" bells and horns, as sent in spring.pdf'
  const short = 'prices of all our "best" bel…t in spring.pdf'
  await choose({ ...pdf, name })
  const end = attached().getByText('.pdf', { exact: true })
  const inside = async () => {
    const [row, text] = [await attached().boundingBox(), await end.boundingBox()]
    return !!row && !!text && text.x > row.x && text.x + text.width < row.x + row.width
  }
  await expect(attached()).toContainText(`${name}32 bytes`)
  expect(await inside()).toBe(true)
  await look(console, 'files-long-name')
  await box().press('Enter')
  await expect(log().getByText('32 bytes')).toBeVisible()
  await expect(log().getByTitle(name)).toHaveText(name)
  const card = visitor.page.getByRole('log').getByRole('group', { name })
  await expect(card).toContainText(short)
  await expect(card).toContainText('32 bytes')
})

test('CHT-1 an upload is cancelled, fails in words and is tried again; a message with files outlives a reload', async () => {
  let release = () => {}
  const held = new Promise<void>((next) => {
    release = next
  })
  await console.route(UPLOAD, async (route) => {
    await held
    await route.abort()
  })
  await choose(png('bell.png'), pdf, png('waits.png'))
  await expect(attached().first().getByRole('progressbar', { name: 'Sending bell.png' })).toBeVisible()
  await box().fill('With a picture')
  await expect(console.getByRole('button', { name: 'Send' })).toBeDisabled()
  await console.getByRole('button', { name: 'Cancel waits.png' }).click()
  await console.getByRole('button', { name: 'Cancel prices.pdf' }).click()
  await expect(attached()).toHaveCount(1)
  release()
  await expect(attached().getByText('Not attached: Beckon does not answer. Check your connection, then try again.')).toBeVisible()
  await look(console, 'files-failed')
  await console.unroute(UPLOAD)
  await console.getByRole('button', { name: 'Retry bell.png' }).click()
  await expect(attached().locator('img')).toBeVisible()

  await console.reload() // what is up and not sent is still attached
  await expect(box()).toHaveValue('With a picture')
  await expect(attached()).toHaveText([/bell\.png/])
  await console.route(POST, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await box().press('Enter')
  await expect(log().getByText('sending')).toBeVisible()
  await console.reload()
  await expect(log().getByText('sending')).toBeVisible()
  await expect(log().getByRole('button', { name: 'Open image bell.png' })).toBeVisible()
  expect((await messages()).filter(({ files }) => files)).toHaveLength(0)
  await console.unroute(POST)
  await expect(log().getByText('sending')).toBeHidden()
  await expect(line(visitor.page, 'With a picture')).toHaveCount(1)
  expect((await messages()).filter(({ files }) => files)).toHaveLength(1)
})

test('CHT-1 what the visitor sends is shown to the operator in the same way', async () => {
  const [{ conversation }] = (await messages()) as unknown as [{ conversation: string }]
  await visitor.page.evaluate(
    async ([to, text]) => {
      const site = document.querySelector<HTMLScriptElement>('script[data-site]')?.dataset.site ?? ''
      const token = /(?:^|; )_?beckon[^=]*=([^;]+)/.exec(document.cookie)?.[1] ?? localStorage.getItem(`beckon.${site}`) ?? ''
      const id = () => crypto.randomUUID().replaceAll('-', '')
      const file = id()
      const form = new FormData()
      for (const [name, value] of Object.entries({ site, token, conversation: to, id: file })) form.append(name, value)
      form.append('file', new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], 'mine.png'))
      const up = await fetch('/v1/file', { method: 'POST', body: form })
      if (!up.ok) throw new Error(await up.text())
      await new Promise<void>((done, failed) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/v1/visit`)
        const say = (frame: object) => socket.send(JSON.stringify(frame))
        socket.onopen = () => say({ type: 'hello', version: 1, site, token, page: id(), url: location.href, visible: true })
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data)
          if (frame.type === 'welcome') say({ type: 'say', conversation: to, id: id(), text: '', files: [file] })
          if (frame.type === 'message' && frame.message.files) done()
          if (frame.type === 'refused') failed(new Error(frame.text))
        }
        socket.onclose = () => failed(new Error('closed'))
      })
    },
    [conversation, picture.toString('base64')] as const,
  )
  await expect(log().getByRole('button', { name: 'Open image mine.png' })).toBeVisible()
})
