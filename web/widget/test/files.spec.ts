// Files and images in the chat (CHT-1): attached by button, paste and drop; shown, opened and downloaded.
import { expect, type Locator, type Page, test } from '@playwright/test'
import { clean, still } from './look'
import { png } from './picture'
import { anew, html, panel, server, site, talk, visit } from './world'

anew()

const megabyte = 1024 * 1024
const text = (name: string, size = 12) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'x') })
const picture = (name = 'hill.png', width = 640, height = 400) => ({
  ...text(name),
  mimeType: 'image/png',
  buffer: Buffer.from(png(width, height)),
})

const attach = async (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach a file' }).click()
  await (await chooser).setFiles(files)
}
const attached = (page: Page, name?: string) => page.getByRole('list', { name: 'Attached files' }).getByRole('listitem', { name })
const send = (page: Page) => page.getByRole('button', { name: 'Send' })
const log = (page: Page) => page.getByRole('log')
const box = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const sentFiles = () =>
  server.of('say').map(({ text, files }) => [text, files?.map((id) => server.files.kept.get(id)?.file.name)])

/** colour is what stands in the middle of a picture. */
const colour = (where: Locator) =>
  where.locator('canvas').evaluate((node) => {
    const canvas = node as HTMLCanvasElement
    const pen = canvas.getContext('2d')
    return [...(pen?.getImageData(canvas.width / 2, canvas.height * 0.9, 1, 1).data ?? [])]
  })

const begin = async (context: Parameters<typeof visit>[0], headers: Record<string, string> = {}, head = '') => {
  site.pages.set('/', { html: html(head, '<main><h1>Shop</h1></main>'), headers })
  site.pages.set('/other', { html: html() })
  const { page, errors } = await visit(context)
  await talk(page)
  return { page, errors }
}

const drop = (page: Page, types: string[], where = panel(page)) =>
  where.evaluate((node, kinds) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }))
    const prevented: boolean[] = []
    for (const kind of kinds) {
      const under = kind === 'dragleave' ? node.querySelector('.zone') : node
      const event = new DragEvent(kind, { bubbles: true, composed: true, cancelable: true, dataTransfer })
      under?.dispatchEvent(event)
      prevented.push(event.defaultPrevented)
    }
    return prevented
  }, types)

test.describe('files of the visitor', () => {
  test('an image and a text go with one message, and are shown where it stands', async ({ context }) => {
    const { page, errors } = await begin(context)
    await attach(page, picture(), text('notes.txt', 3000))
    await expect(attached(page)).toHaveCount(2)
    await expect(attached(page, 'notes.txt')).toContainText('3 KB')
    await expect(attached(page).getByRole('button', { name: 'Remove' })).toHaveCount(2)
    await box(page).fill('See these')
    await send(page).click()
    await expect.poll(sentFiles).toEqual([['See these', ['hill.png', 'notes.txt']]])
    expect(server.files.uploads.map(({ site, token, conversation }) => [site, token, conversation])).toEqual(
      Array(2).fill(['KEY', 'token-of-the-visitor', server.conversation?.id]),
    )
    await expect(attached(page)).toHaveCount(0)
    const shown = log(page).getByRole('button', { name: 'Open hill.png' })
    await expect.poll(() => colour(shown)).toEqual([64, 120, 90, 255])
    // What was attached here is not brought back over the line.
    expect(server.files.fetched).toEqual([])
    await page.reload()
    await expect.poll(() => colour(shown)).toEqual([64, 120, 90, 255])
    await expect(log(page).getByRole('group', { name: 'notes.txt' })).toContainText('3 KB')
    expect(server.files.fetched).toHaveLength(1)
    expect(errors).toEqual([])
  })

  test('a message may be files alone', async ({ context }) => {
    const { page } = await begin(context)
    await expect(send(page)).toBeDisabled()
    await attach(page, text('alone.txt'))
    await expect(send(page)).toBeEnabled()
    await box(page).press('Enter')
    await expect.poll(sentFiles).toEqual([['', ['alone.txt']]])
    await expect(log(page).getByRole('group', { name: 'alone.txt' })).toBeVisible()
  })

  test('progress is real, Send waits, and Cancel stops it', async ({ context }) => {
    const { page } = await begin(context)
    server.files.still = true
    await box(page).fill('with a film')
    await attach(page, text('film.mov', 9 * megabyte), text('second.txt'))
    const bar = attached(page, 'film.mov').getByRole('progressbar')
    await expect.poll(async () => Number(await bar.evaluate((node) => (node as HTMLProgressElement).value))).toBeGreaterThan(0)
    expect(Number(await bar.evaluate((node) => (node as HTMLProgressElement).value))).toBeLessThan(1)
    await expect(send(page)).toBeDisabled()
    await expect(page.getByText('The message can go when its files are there.')).toBeVisible()
    await box(page).press('Enter')
    await attached(page, 'film.mov').getByRole('button', { name: 'Cancel' }).click()
    await expect(attached(page, 'film.mov')).toHaveCount(0)
    server.files.goOn()
    await expect(attached(page, 'second.txt').getByRole('button', { name: 'Remove' })).toBeVisible()
    await expect(box(page)).toBeFocused()
    await box(page).press('Enter')
    await expect.poll(sentFiles).toEqual([['with a film', ['second.txt']]])
  })

  test('what failed says why, in the server’s words, and goes when it is tried again', async ({ context }) => {
    const { page } = await begin(context)
    server.files.refusal = { status: 507, detail: 'There is no room for files right now' }
    await attach(page, text('a.txt'))
    const row = attached(page, 'a.txt')
    await expect(row).toContainText('There is no room for files right now')
    await box(page).fill('text')
    await expect(send(page)).toBeDisabled()
    server.files.refusal = undefined
    await row.getByRole('button', { name: 'Retry' }).click()
    await expect(row.getByRole('button', { name: 'Remove' })).toBeFocused()
    await expect(send(page)).toBeEnabled()
    // The same id: sent again it is no second copy.
    expect(new Set(server.files.uploads.map(({ id }) => id)).size).toBe(1)
  })

  test('a network that is cut fails it in words, and Retry goes on when it is back', async ({ context }) => {
    const { page } = await begin(context)
    await page.route('**/v1/file', (route) => route.abort('internetdisconnected'))
    await attach(page, text('a.txt'))
    await expect(attached(page, 'a.txt')).toContainText('The file did not get through')
    await page.unroute('**/v1/file')
    await attached(page, 'a.txt').getByRole('button', { name: 'Retry' }).click()
    await expect(send(page)).toBeEnabled()
  })

  test('too large, empty and too many are told before anything is sent', async ({ context }) => {
    const { page } = await begin(context)
    await attach(page, text('big.bin', 10 * megabyte + 1), text('nothing.txt', 0))
    await expect(page.getByText('big.bin is too large: a file has at most 10 MB. nothing.txt is empty.')).toBeVisible()
    await expect(attached(page)).toHaveCount(0)
    expect(server.files.uploads).toEqual([])
    await attach(page, ...[...'abcdef'].map((name) => text(name)))
    await expect(page.getByText('A message has at most 5 files. Left out: f.')).toBeVisible()
    await expect(attached(page)).toHaveCount(5)
    await attach(page, ...['one', 'two', 'three', 'four', 'five'].map((name) => text(name)))
    await expect(page.getByText('Left out: one, two, three, four, five.')).toBeVisible()
  })

  test('paste attaches a picture, and leaves what is copied as text alone', async ({ context }) => {
    const { page } = await begin(context)
    const paste = (words: string) =>
      box(page).evaluate((node, words) => {
        const clipboardData = new DataTransfer()
        clipboardData.items.add(new File(['pixels'], 'image.png', { type: 'image/png' }))
        if (words) clipboardData.setData('text/plain', words)
        node.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, composed: true, cancelable: true, clipboardData }))
      }, words)
    await paste('a table')
    await expect(attached(page)).toHaveCount(0)
    await paste('')
    await expect(attached(page, 'image.png')).toBeVisible()
  })

  test('files are dropped on the panel, where a zone says so; never opened in place of the page', async ({ context }) => {
    const { page } = await begin(context)
    const zone = page.getByText('Drop files here')
    await expect(zone).toBeHidden()
    await drop(page, ['dragenter', 'dragover'])
    await expect(zone).toBeVisible()
    await drop(page, ['dragleave'])
    await expect(zone).toBeHidden()
    expect(await drop(page, ['dragenter', 'dragover', 'drop'])).toEqual([true, true, true])
    await expect(zone).toBeHidden()
    await expect(attached(page, 'dropped.txt')).toBeVisible()
    server.stand({ state: 'ended', endedBy: 'operator' })
    await expect(page.getByText('This chat has ended.')).toBeVisible()
    expect(await drop(page, ['dragenter', 'dragover', 'drop'])).toEqual([true, true, true])
    await expect(zone).toBeHidden()
  })

  test('on another page what is attached is still there, and what was cut off is told', async ({ context }) => {
    const { page } = await begin(context)
    await attach(page, text('there.txt'))
    await expect(send(page)).toBeEnabled()
    server.files.still = true
    await attach(page, text('under-way.txt', megabyte))
    await page.goto(`${site.origin}/other`)
    server.files.cut()
    await expect(attached(page)).toHaveCount(2)
    const lost = attached(page, 'under-way.txt')
    await expect(lost).toContainText('It was cut off when you left the page. Attach it again.')
    await expect(lost.getByRole('button', { name: 'Retry' })).toBeHidden()
    await lost.getByRole('button', { name: 'Remove' }).click()
    await send(page).click()
    await expect.poll(sentFiles).toEqual([['', ['there.txt']]])
  })

  test('on hold nothing is sent and nothing is lost', async ({ context }) => {
    const { page } = await begin(context)
    server.stand({ hold: true })
    await expect(page.getByText('has put the chat on hold').first()).toBeVisible()
    await attach(page, text('a.txt'))
    await expect(attached(page, 'a.txt').getByRole('button', { name: 'Cancel' })).toBeVisible()
    expect(server.files.uploads).toEqual([])
    server.stand({ hold: false })
    await expect(send(page)).toBeEnabled()
  })

  test('a message that was refused comes back with its files', async ({ context }) => {
    const { page } = await begin(context)
    await attach(page, text('a.txt'))
    await expect(send(page)).toBeEnabled()
    server.mute = true
    await box(page).fill('no')
    await box(page).press('Enter')
    await expect.poll(() => server.of('say').length).toBe(1)
    server.tell({ type: 'refused', of: 'say', id: server.of('say')[0]?.id, code: 'invalid', text: 'Not like this' })
    await page.getByRole('button', { name: 'Edit' }).click()
    await expect(box(page)).toHaveValue('no')
    await expect(attached(page, 'a.txt')).toBeVisible()
  })
})

test.describe('files of the operator', () => {
  test('an image keeps its place before it comes, opens large by keyboard, and Escape leads back', async ({ context }) => {
    const { page } = await begin(context)
    await page.route('**/v1/file/bytes', async (route) => {
      await page.waitForFunction(() => (window as unknown as { now?: boolean }).now)
      await route.continue()
    })
    const file = server.files.put('hill.png', png(1200, 900))
    server.say('operator', '', { files: [file] })
    const shown = log(page).getByRole('button', { name: 'Open hill.png' })
    await still(page)
    const before = await shown.boundingBox()
    expect([before?.width, before?.height]).toEqual([240, 180])
    await page.evaluate(() => Object.assign(window, { now: true }))
    await expect.poll(() => colour(shown)).toEqual([64, 120, 90, 255])
    expect(await shown.boundingBox()).toEqual(before)
    await shown.focus()
    await page.keyboard.press('Enter')
    const large = page.getByRole('dialog', { name: 'hill.png' })
    await expect(large.getByRole('img', { name: 'hill.png' })).toBeVisible()
    await expect.poll(async () => (await large.getByRole('img').boundingBox())?.width ?? 0).toBeGreaterThan(600)
    await clean(page)
    const download = page.waitForEvent('download')
    await large.getByRole('button', { name: 'Download' }).click()
    expect((await download).suggestedFilename()).toBe('hill.png')
    await page.keyboard.press('Escape')
    await expect(large).toHaveCount(0)
    await expect(shown).toBeFocused()
    await expect(panel(page)).toBeVisible()
  })

  test('any other file is a card that downloads, and says so when it can’t', async ({ context }) => {
    const { page } = await begin(context)
    const file = server.files.put('prices.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    server.say('operator', 'Our prices', { files: [file] })
    const card = log(page).getByRole('group', { name: 'prices.svg' })
    await expect(card).toContainText('41 bytes')
    const download = page.waitForEvent('download')
    await card.getByRole('button', { name: 'Download' }).click()
    expect((await download).suggestedFilename()).toBe('prices.svg')
    expect(page.url()).toBe(`${site.origin}/`)
    server.files.kept.clear()
    await card.getByRole('button', { name: 'Download' }).click()
    await expect(card).toContainText('It can’t be had now')
  })

  test('a picture that can’t be shown says so, and is tried again when pressed', async ({ context }) => {
    const { page } = await begin(context)
    const file = server.files.put('hill.png', png(64, 64))
    const kept = server.files.kept.get(file.id)
    server.files.kept.clear()
    server.say('operator', '', { files: [file] })
    const shown = log(page).getByRole('button', { name: 'Open hill.png' })
    await expect(shown).toContainText('can’t be shown')
    if (kept) server.files.kept.set(file.id, kept)
    await shown.click()
    await expect.poll(() => colour(shown).catch(() => [])).toEqual([64, 120, 90, 255])
  })

  test('pictures nobody scrolls to are not brought', async ({ context }) => {
    const { page } = await begin(context)
    for (let i = 0; i < 12; i++) server.say('operator', `${i}`, { files: [server.files.put(`${i}.png`, png(400, 300))] })
    const last = log(page).getByRole('button', { name: 'Open 11.png' })
    await expect.poll(() => colour(last).catch(() => [])).toHaveLength(4)
    server.files.fetched = []
    await page.reload()
    await expect.poll(() => colour(last).catch(() => [])).toHaveLength(4)
    expect(server.files.fetched.length).toBeLessThan(9)
  })
})

test('under the strictest policy of the page files go both ways', async ({ context }) => {
  const policy = `default-src 'none'; script-src ${server.origin}; connect-src ${server.origin} ${server.origin.replace('http', 'ws')}; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'`
  const { page, errors } = await begin(context, { 'Content-Security-Policy': policy })
  const complaints: string[] = []
  page.on('console', (said) => said.type() === 'error' && !said.text().includes('favicon') && complaints.push(said.text()))
  await attach(page, picture())
  await send(page).click()
  const own = log(page).getByRole('button', { name: 'Open hill.png' })
  await expect.poll(() => colour(own)).toEqual([64, 120, 90, 255])
  const theirs = server.files.put('theirs.png', png(300, 300))
  server.say('operator', '', { files: [theirs, server.files.put('prices.pdf', Buffer.from('%PDF'))] })
  await expect.poll(() => colour(log(page).getByRole('button', { name: 'Open theirs.png' }))).toEqual([64, 120, 90, 255])
  const download = page.waitForEvent('download')
  await log(page).getByRole('group', { name: 'prices.pdf' }).getByRole('button', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toBe('prices.pdf')
  await own.click()
  await expect(page.getByRole('dialog', { name: 'hill.png' })).toBeVisible()
  expect([errors, complaints]).toEqual([[], []])
})
