// The chat over pages, tabs, reloads and a killed server.
import { expect, test } from '@playwright/test'
import { anew, arrived, html, renew, server, site, talk, visit, write } from './world'

anew()

test.describe('the chat', () => {
  test('S-26 Start without a name says none; the invitation is the first line', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    expect(server.of('accept')[0]?.name).toBeUndefined()
    await expect(page.getByRole('log')).toContainText("Hello! I'm Ana.")
    await expect(page.getByText('The chat has begun')).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
  })

  test('a killed server: the message shows as sending, survives a reload, and comes once', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    server.mute = true
    await write(page, 'first')
    await write(page, 'second')
    await expect(page.getByText('sending')).toBeVisible()
    const before = server
    await server.kill()
    await expect(page.getByText('Connecting…')).toBeVisible()
    await renew(before.port)
    Object.assign(server, { conversation: before.conversation, messages: before.messages })
    await page.reload()
    await expect.poll(() => server.messages.map(({ text }) => text).slice(2), { timeout: 10_000 }).toEqual(['first', 'second'])
    await expect(page.getByText('sending')).toHaveCount(0)
    await expect(page.getByText('first', { exact: true })).toHaveCount(1)
    await expect(page.getByText('second', { exact: true })).toHaveCount(1)
    expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('beckon_KEY:')))).toEqual([])
  })

  test('what was under way is said again at once after the way back by the cache', async ({ context }) => {
    site.pages.set('/', { html: html() })
    site.pages.set('/two', { html: '<!doctype html><title>Two</title>' })
    const { page } = await visit(context)
    await talk(page)
    server.mute = true
    await write(page, 'on the way')
    await expect.poll(() => server.of('say').length).toBe(1)
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await page.goto(`${site.origin}/two`)
    server.mute = false
    await page.evaluate(() => history.back())
    // Nobody waits for the answer that the old line would have brought: that takes 10 s.
    await expect.poll(() => server.of('say').length, { timeout: 5_000 }).toBe(2)
    expect(await page.evaluate(() => (window as { sameDocument?: boolean }).sameDocument)).toBe(true)
    await expect(page.getByText('sending')).toHaveCount(0)
    await expect(page.getByText('on the way', { exact: true })).toHaveCount(1)
    expect(server.messages.filter(({ text }) => text === 'on the way').length).toBe(1)
  })

  test('history, draft and folding follow over pages; a second tab shows the same', async ({ context }) => {
    site.pages.set('/', { html: html() })
    site.pages.set('/two', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    for (let i = 0; i < 130; i++) server.say('operator', `line ${i}`)
    await page.getByRole('textbox', { name: 'Message' }).fill('half a thou')
    await page.goto(`${site.origin}/two`)
    await expect(page.getByText('line 129', { exact: true })).toBeVisible()
    await expect(page.locator('.row')).toHaveCount(132)
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('half a thou')
    await expect(page.getByRole('textbox', { name: 'Message' })).not.toBeFocused()
    await page.getByRole('button', { name: 'Minimise' }).click()
    await page.reload()
    await expect(page.getByRole('button', { name: 'Chat with Ana' })).toBeVisible()
    server.say('operator', 'news')
    await page.getByRole('button', { name: 'Chat with Ana, 1 unread' }).click()
    const { page: other } = await visit(context)
    await write(page, 'from the first tab')
    await expect(other.getByText('from the first tab')).toBeVisible()
    await write(other, 'from the second')
    await expect(page.getByText('from the second')).toHaveCount(1)
  })

  test('S-43 on hold Send is off and what is typed stays', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    server.stand({ hold: true })
    await expect(page.getByText('Ana has put the chat on hold and will be right back. What you type stays here.')).toBeVisible()
    await write(page, 'I wait')
    await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
    server.stand({ hold: false })
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('I wait')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => server.of('say').map(({ text }) => text)).toEqual(['I wait'])
  })

  test('a refused message says why and its text comes back', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    server.mute = true
    await write(page, 'odd text')
    await expect.poll(() => server.of('say').length).toBe(1)
    server.tell({ type: 'refused', of: 'say', id: server.of('say')[0]?.id, code: 'invalid', text: 'This can’t be sent.' })
    await expect(page.getByText('Not sent. This can’t be sent.')).toBeVisible()
    await page.getByRole('button', { name: 'Edit' }).click()
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('odd text')
    await expect(page.getByText('Not sent.')).toHaveCount(0)
  })

  test('the visitor ends it, reads who ended it after a page change, and closes it', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    await page.getByRole('button', { name: 'End chat' }).click()
    await expect(page.getByRole('button', { name: 'Keep chatting' })).toBeFocused()
    await page.getByRole('button', { name: 'End chat' }).click()
    await expect(page.getByText('You ended the chat')).toBeVisible()
    await page.reload()
    await expect(page.getByText('You ended the chat')).toBeVisible()
    await page.getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.reload()
    await arrived(3)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(server.of('hello')[2]?.after).toBeUndefined()
  })

  test('S-44 nobody could take it: name, e-mail and text can be left', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    server.stand({ state: 'ended', endedBy: 'nobody', leaveMessage: true })
    await page.getByLabel('E-mail', { exact: true }).fill('rui')
    await page.getByRole('textbox', { name: 'Message' }).fill('Please write to me')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('alert')).toContainText('e-mail address')
    await expect(page.getByLabel('E-mail', { exact: true })).toBeFocused()
    expect(server.of('leave')).toEqual([])
    await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText('Thank you.')).toBeVisible()
    expect(server.of('leave').map(({ email, text }) => [email, text])).toEqual([['rui@shop.example', 'Please write to me']])
  })

  test('keys typed in the panel are not the page’s shortcuts', async ({ context }) => {
    site.pages.set('/', {
      html: html(
        '<script>window.keys=[];document.addEventListener("keydown",(e)=>{keys.push(e.key);e.preventDefault()})</script>',
      ),
    })
    const { page } = await visit(context)
    await talk(page)
    await page.getByRole('textbox', { name: 'Message' }).pressSequentially('go/')
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('go/')
    expect(await page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toEqual([])
  })
})
