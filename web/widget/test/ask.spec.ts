// The visitor asks: the site's button, Start communication, the queue, Leave a message (COM-2 to COM-4, QUE-3, OFF-1).
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { anew, arrived, card, html, renew, server, site, visit, write } from './world'

anew()

const help = (page: Page) => page.getByRole('button', { name: 'Click for Live Help' })
const leave = (page: Page) => page.getByRole('button', { name: 'Leave a message' })
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })
const form = (page: Page) => page.getByRole('form', { name: 'Leave a message' })

const open = async (context: BrowserContext, body?: string, head?: string): Promise<Page> => {
  site.pages.set('/', { html: html(head, body) })
  const { page } = await visit(context)
  await arrived()
  return page
}

const start = async (page: Page, name = ''): Promise<void> => {
  await help(page).click()
  if (name) await page.getByLabel('Your name optional').fill(name)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(dialog(page, 'Routing your call…')).toContainText('You are number 2 in the queue.')
}

test.describe('the site’s button', () => {
  test('COM-2 is not there before the welcome, says what is possible, and changes live', async ({ context }) => {
    const origin = server.origin
    site.pages.set('/', { html: html() })
    await context.route(`${origin}/beckon.js`, async (route) =>
      route.fulfill({ path: 'widget/dist/beckon.js', contentType: 'text/javascript' }),
    )
    await server.kill()
    const { page } = await visit(context)
    await page.waitForFunction(() => typeof (window as { beckon?: unknown }).beckon === 'function')
    expect(await page.evaluate(() => document.documentElement.children.length)).toBe(2)
    await renew(+new URL(origin).port)
    await expect(help(page)).toBeVisible({ timeout: 10_000 })
    await help(page).focus()
    server.offer(false)
    await expect(leave(page)).toBeVisible()
    await expect(leave(page)).toBeFocused()
    await expect(help(page)).toHaveCount(0)
    server.offer(true)
    await expect(help(page)).toBeVisible()
  })

  test('is 44 px high in its corner, on the other side where one reads from the right, and not on paper', async ({ context }) => {
    site.pages.set('/', { html: html().replace('lang="en"', 'lang="ar" dir="rtl"') })
    const { page } = await visit(context)
    await page.setViewportSize({ width: 390, height: 844 })
    await expect(help(page)).toBeVisible()
    const box = await help(page).boundingBox()
    expect(box?.height).toBe(44)
    expect(box?.x).toBe(12)
    expect((box?.y ?? 0) + 44).toBe(832)
    await page.emulateMedia({ media: 'print' })
    await expect(help(page)).toBeHidden()
  })

  test('gives way to the invitation and to the panel', async ({ context }) => {
    const page = await open(context)
    await help(page).click()
    await expect(dialog(page, 'Start communication')).toBeVisible()
    await expect(help(page)).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(help(page)).toBeFocused()
    server.invite()
    await expect(card(page)).toBeVisible()
    await expect(help(page)).toBeHidden()
    await card(page).getByRole('button', { name: 'Close' }).click()
    await expect(help(page)).toBeVisible()
  })

  test('a text link of the page opens the same; its address is for those who can’t', async ({ context }) => {
    const body = '<p>Ask <a data-beckon-open href="/contact"><em>us</em></a>, or <button data-beckon-open>here</button></p>'
    site.pages.set('/contact', { html: '<!doctype html><title>Contact</title>' })
    const stop = 'document.addEventListener("click",(e)=>e.target.closest("button")&&e.stopPropagation(),true)'
    const page = await open(context, body, `<script>${stop}</script>`)
    await expect(help(page)).toBeVisible()
    await page.getByRole('link', { name: 'us' }).click()
    await expect(dialog(page, 'Start communication')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('link', { name: 'us' })).toBeFocused()
    await page.getByRole('button', { name: 'here' }).click()
    await expect(dialog(page, 'Start communication')).toBeVisible()
    expect(page.url()).toBe(`${site.origin}/`)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await context.route('**/beckon.js', (route) => route.abort())
    await page.reload()
    await page.getByRole('link', { name: 'us' }).click()
    await expect(page).toHaveTitle('Contact')
  })

  test('data-button="none" leaves the page its own; what beckon() was told early is done once', async ({ context }) => {
    site.pages.set('/', {
      html: html(
        '<script>window.beckon||=(...a)=>(beckon.q||=[]).push(a);beckon("page");beckon("open")</script>',
        '<a data-beckon-open href="/contact">Chat</a>',
      ).replace('data-site="KEY"', 'data-site="KEY" data-button="none"'),
    })
    const { page, errors } = await visit(context)
    await expect(dialog(page, 'Start communication')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog(page, 'Start communication')).toHaveCount(0)
    await expect(help(page)).toHaveCount(0)
    expect(server.of('page')).toEqual([])
    await page.evaluate(() => (window as unknown as { beckon(call: string): void }).beckon('open'))
    await expect(dialog(page, 'Start communication')).toBeVisible()
    expect(errors).toEqual([])
  })

  test('while an invitation is unanswered it leads there; one that comes over a dialog waits for it', async ({ context }) => {
    const page = await open(context, '<button data-beckon-open>Chat</button>')
    server.invite()
    await expect(card(page)).toBeVisible()
    await page.getByRole('button', { name: 'Chat', exact: true }).click()
    await expect(dialog(page, 'Open chat with operator')).toBeVisible()
    await page.keyboard.press('Escape')
    await card(page).getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => server.of('decline').length).toBe(1)
    await help(page).click()
    await page.getByLabel('Your name optional').fill('Ru')
    const shown = server.of('shown').length
    server.invite()
    await expect.poll(() => server.of('delivered').length).toBe(2)
    await expect(card(page)).toBeHidden()
    await expect(page.getByLabel('Your name optional')).toBeFocused()
    expect(server.of('shown').length).toBe(shown)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(card(page).getByRole('button', { name: 'Start Chat' })).toBeFocused()
    await expect.poll(() => server.of('shown').length).toBe(shown + 1)
  })
})

test.describe('asking', () => {
  test('COM-3 COM-4 a name, text chosen, voice with its reason; the place and the wait live; then the chat', async ({
    context,
  }) => {
    const page = await open(context)
    await help(page).click()
    await expect(page.getByLabel('Your name optional')).toBeFocused()
    await expect(page.getByRole('radio', { name: 'Text chat' })).toBeChecked()
    await expect(page.getByRole('radio', { name: 'Voice chat' })).toBeDisabled()
    await expect(page.getByRole('radio', { name: 'Voice chat' })).toHaveAccessibleDescription('Voice chat is not available here.')
    await page.getByLabel('Your name optional').fill(' Rui ')
    await page.keyboard.press('Enter')
    const routing = dialog(page, 'Routing your call…')
    await expect(routing).toBeFocused()
    await expect(routing.getByRole('progressbar')).toBeVisible()
    await expect(routing.getByRole('status')).toHaveText('You are number 2 in the queue.Expected wait: about 2 minutes.')
    expect(server.of('ask').map(({ name, kind }) => [name, kind])).toEqual([['Rui', 'text']])
    server.queue({ place: 1, expected: 0 })
    await expect(routing.getByRole('status')).toHaveText('You are number 1 in the queue.')
    server.acceptRequest()
    await expect(dialog(page, 'Chat with operator')).toBeVisible()
    await expect(routing).toHaveCount(0)
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
    await write(page, 'Hello')
    await expect.poll(() => server.of('say').map(({ text }) => text)).toEqual(['Hello'])
  })

  test('the place stays over a reload, another page and a second tab; folded it stays folded', async ({ context }) => {
    site.pages.set('/two', { html: html() })
    const page = await open(context)
    await start(page, 'Rui')
    await page.reload()
    await expect(page.getByText('You are number 2 in the queue.')).toBeVisible()
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Minimise' }).click()
    await expect(page.getByRole('button', { name: 'Routing your call… You are number 2 in the queue.' })).toBeFocused()
    await page.goto(`${site.origin}/two`)
    server.queue({ place: 1 })
    const { page: tab } = await visit(context)
    await expect(dialog(tab, 'Routing your call…')).toContainText('You are number 1 in the queue.')
    await page.getByRole('button', { name: 'Routing your call… You are number 1 in the queue.' }).click()
    await expect(dialog(page, 'Routing your call…')).toBeFocused()
    server.acceptRequest()
    for (const one of [page, tab]) await expect(dialog(one, 'Chat with operator')).toBeVisible()
    expect(server.of('ask').length).toBe(1)
  })

  test('the chat comes without taking the keyboard from who types on the page', async ({ context }) => {
    const page = await open(context, '<input aria-label="Search">')
    await start(page)
    await page.getByLabel('Search').fill('bell')
    server.acceptRequest()
    await expect(dialog(page, 'Chat with operator')).toBeVisible()
    await expect(page.getByLabel('Search')).toBeFocused()
  })

  test('without a line it is shown as connecting, kept over a reload, and asked once with one id', async ({ context }) => {
    const page = await open(context)
    await help(page).click()
    const port = server.port
    await server.kill()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(dialog(page, 'Routing your call…')).toContainText('Connecting…')
    await renew(port)
    server.mute = true
    await expect.poll(() => server.of('ask').length, { timeout: 10_000 }).toBe(1)
    await expect(dialog(page, 'Routing your call…')).toContainText('One moment…')
    server.mute = false
    await page.reload()
    await expect(page.getByText('You are number 2 in the queue.')).toBeVisible()
    expect(new Set(server.of('ask').map(({ id }) => id)).size).toBe(1)
    expect(await page.evaluate(() => sessionStorage.getItem('beckon_KEY_ask'))).toBeNull()
  })

  test('Cancel takes it back, also when the line is down at that moment', async ({ context }) => {
    const page = await open(context)
    await start(page)
    await expect(page.getByText('You are number 2 in the queue.')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(help(page)).toBeFocused()
    await expect.poll(() => server.of('cancel').length).toBe(1)
    expect(server.request).toBeUndefined()
    await start(page)
    await expect(page.getByText('You are number 2 in the queue.')).toBeVisible()
    const before = server
    await server.kill()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog(page, 'Routing your call…')).toHaveCount(0)
    await renew(before.port)
    server.request = before.request
    await expect.poll(() => server.of('cancel').map(({ request }) => request), { timeout: 10_000 }).toEqual([before.request?.id])
    await expect(dialog(page, 'Routing your call…')).toHaveCount(0)
    await expect(help(page)).toBeVisible()
  })

  test('taken back in one tab, the other shows the button again', async ({ context }) => {
    const page = await open(context)
    await start(page)
    const { page: tab } = await visit(context)
    await tab.getByRole('button', { name: 'Cancel' }).click()
    await expect(help(page)).toBeVisible()
    await expect(help(tab)).toBeVisible()
  })

  for (const code of ['nobody', 'too-many'] as const)
    test(`refused (${code}): the server’s words and the form`, async ({ context }) => {
      const page = await open(context)
      server.refusal = { code, text: 'Nobody is available right now. You can leave a message' }
      await help(page).click()
      await page.getByRole('button', { name: 'Start', exact: true }).click()
      await expect(form(page)).toBeVisible()
      await expect(page.getByText('You can leave a message. We will answer by e-mail.')).toBeVisible()
      await expect(page.getByLabel('Name optional')).toBeFocused()
      await page.getByRole('button', { name: 'Close' }).click()
      await expect(help(page)).toBeFocused()
    })

  test('nobody could take it: words and the form; out of patience with Live Help gone: the same', async ({ context }) => {
    const page = await open(context)
    await start(page, 'Rui')
    server.queue({ state: 'unanswered', place: 0 })
    await expect(page.getByText('Nobody could take your call this time.')).toBeVisible()
    await expect(page.getByLabel('Name optional')).toHaveValue('Rui')
    await expect(page.getByLabel('E-mail', { exact: true })).toBeFocused()
    await page.keyboard.press('Escape')
    await help(page).click()
    server.offer(false)
    await expect(page.getByText('Nobody is available any more.')).toBeVisible()
  })

  test('QUE-3 a conversation without an operator: the place is said, and writing goes on', async ({ context }) => {
    const page = await open(context)
    await start(page)
    server.acceptRequest()
    await expect(dialog(page, 'Chat with operator')).toBeVisible()
    server.giveBack()
    const banner = 'We are looking for a colleague to go on with you. You are number 1 in the queue. You can write meanwhile.'
    await expect(page.getByText(banner)).toBeVisible()
    await page.reload()
    await expect(page.getByText(banner)).toBeVisible()
    await write(page, 'I am still here')
    await expect.poll(() => server.of('say').map(({ text }) => text)).toEqual(['I am still here'])
    server.acceptRequest()
    await expect(page.getByText(banner)).toHaveCount(0)
    await expect(dialog(page, 'Chat with operator').getByText('Bert', { exact: true })).toBeVisible()
  })
})

test.describe('Leave a message', () => {
  test('OFF-1 from the button; the draft stays in the tab until it is sent; thanks, and the button again', async ({
    context,
  }) => {
    server.available = false
    const page = await open(context)
    await leave(page).click()
    await expect(page.getByLabel('Name optional')).toBeFocused()
    await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
    await page.getByRole('textbox', { name: 'Message' }).fill('Do you deliver on')
    await page.keyboard.press('Escape')
    await expect(leave(page)).toBeFocused()
    await page.reload()
    await leave(page).click()
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Do you deliver on')
    await page.getByRole('textbox', { name: 'Message' }).fill('Do you deliver on Mondays?')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText('Thank you.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Close' })).toBeFocused()
    expect(server.of('leave').map(({ email, text }) => [email, text])).toEqual([
      ['rui@shop.example', 'Do you deliver on Mondays?'],
    ])
    await page.keyboard.press('Enter')
    await expect(leave(page)).toBeFocused()
    await leave(page).click()
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('')
  })

  test('while it is written somebody comes: it says so, and what was written goes along', async ({ context }) => {
    server.available = false
    const page = await open(context)
    await leave(page).click()
    await form(page).getByLabel('Name').fill('Rui')
    await form(page).getByLabel('Message').fill('Red bells?')
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Attach a file' }).click()
    await (await chooser).setFiles({ name: 'bell.txt', mimeType: 'text/plain', buffer: Buffer.from('like this') })
    await expect(form(page).getByRole('button', { name: 'Remove' })).toBeVisible()
    const chat = dialog(page, 'Leave a message').getByRole('button', { name: 'Start a chat' })
    await expect(chat).toBeHidden()
    server.offer(true)
    await expect(dialog(page, 'Leave a message').getByRole('status').first()).toContainText('Somebody is available now.')
    await expect(page.getByText('Nobody is available now.')).toBeHidden()
    await expect(dialog(page, 'Leave a message')).toHaveAccessibleDescription(/Somebody is available now/)
    await chat.focus()
    server.offer(false)
    await expect(chat).toBeHidden()
    await expect(form(page).getByLabel('E-mail')).toBeFocused()
    await expect(page.getByText('Nobody is available now.')).toBeVisible()
    server.offer(true)
    await chat.click()
    await expect(page.getByLabel('Your name optional')).toHaveValue('Rui')
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(dialog(page, 'Routing your call…')).toBeVisible()
    server.acceptRequest()
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Red bells?')
    await expect(page.getByRole('listitem', { name: 'bell.txt' }).getByRole('button', { name: 'Remove' })).toBeVisible()
    await page.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => server.of('say').at(-1)?.files?.length).toBe(1)
  })

  test('from the queue: the place is kept until it is sent', async ({ context }) => {
    const page = await open(context)
    await start(page)
    await leave(page).click()
    await page.getByRole('button', { name: 'Back to the queue' }).click()
    await expect(dialog(page, 'Routing your call…')).toBeFocused()
    await leave(page).click()
    await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
    await page.getByRole('textbox', { name: 'Message' }).fill('No time')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText('Thank you.')).toBeVisible()
    await page.getByRole('button', { name: 'Close' }).click()
    await expect(help(page)).toBeVisible()
    expect(server.of('cancel')).toEqual([])
  })

  test('what stands in it when an operator comes goes into the chat’s box, and nobody has seen it', async ({ context }) => {
    const page = await open(context)
    await start(page)
    await leave(page).click()
    await page.getByLabel('Name optional').fill('Rui')
    await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
    await page.getByLabel('Subject optional').fill('Mondays')
    await page.getByRole('textbox', { name: 'Message' }).pressSequentially('Do you deliver')
    server.acceptRequest()
    await expect(dialog(page, 'Chat with operator')).toBeVisible()
    const box = page.getByRole('textbox', { name: 'Message' })
    await expect(box).toHaveValue('Mondays\nDo you deliver')
    await expect(box).toBeFocused()
    expect(server.of('typing')).toEqual([])
    await page.keyboard.type(' there?')
    await page.keyboard.press('Enter')
    await expect.poll(() => server.of('say').map(({ text }) => text)).toEqual(['Mondays\nDo you deliver there?'])
    await page.reload()
    await expect(box).toHaveValue('')
    expect(await page.evaluate(() => sessionStorage.getItem('beckon_KEY_name'))).toBe('Rui')
    // What is begun in the chat is left alone.
    await box.fill('And on')
    await page.evaluate(() => sessionStorage.setItem('beckon_KEY_left', '{"name":"","email":"","subject":"","text":"old"}'))
    await page.reload()
    await expect(box).toHaveValue('And on')
  })

  test('a text that is too long is not cut: it says by how much, and waits', async ({ context }) => {
    server.available = false
    const page = await open(context)
    await leave(page).click()
    const box = page.getByRole('textbox', { name: 'Message' })
    await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
    await expect(form(page).getByText(/characters/)).toBeHidden()
    await box.fill('é'.repeat(4500))
    await expect(form(page).getByText('500 characters too many')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
    await page.getByLabel('E-mail', { exact: true }).press('Enter')
    await box.press('Backspace')
    await expect(form(page).getByText('499 characters too many')).toBeVisible()
    expect(server.of('leave')).toEqual([])
    await box.fill('é'.repeat(4000))
    await expect(form(page).getByText('0 characters left')).toBeVisible()
    await page.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => server.of('leave').map(({ text }) => text.length)).toEqual([4000])
  })

  test('sent while the line is away, it goes from the next page, in either privacy mode', async ({ context }) => {
    server.available = false
    server.keep = 'tab'
    server.mute = true
    const page = await open(context)
    await leave(page).click()
    await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('button', { name: 'Sending…' })).toBeDisabled()
    await expect.poll(() => server.of('leave').length).toBe(1)
    server.mute = false
    server.received = []
    await page.reload()
    await expect.poll(() => server.of('leave').map(({ text }) => text)).toEqual(['Hello'])
  })
})
