// The visitor ends and rates a chat while there is no line: it is done when there is one again.
import { expect, type Page, test } from '@playwright/test'
import type { Fake } from './fake'
import { look, looks } from './look'
import { anew, arrived, hold, html, renew, server, site, talk, visit, write } from './world'

anew()

const cut = async (page: Page): Promise<Fake> => {
  const before = server
  await server.kill()
  await expect(page.getByText('Connecting…')).toBeVisible()
  return before
}

const back = async ({ port, conversation, messages }: Fake): Promise<void> => {
  await renew(port)
  Object.assign(server, { conversation, messages })
}

const endChat = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'End chat' }).click()
  await page.getByRole('button', { name: 'End chat' }).click()
}

const waits = 'This chat ends as soon as the connection is back.'

test('a chat ended without a line ends with the next one, after what was written before', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  const before = await cut(page)
  await write(page, 'I have to go')
  await endChat(page)
  await expect(page.getByText(waits)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Keep chatting' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'End chat' })).toHaveCount(0)
  await back(before)
  await expect(page.getByText('You ended the chat')).toBeVisible({ timeout: 10_000 })
  expect(server.messages.slice(2).map(({ text }) => text)).toEqual(['I have to go', 'Rui ended the chat'])
  expect(server.of('end').length).toBe(1)
})

test('an end that nobody answered is asked for again on the next page', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  server.mute = true
  await endChat(page)
  await expect.poll(() => server.of('end').length).toBe(1)
  server.mute = false
  await page.reload()
  await expect(page.getByText('You ended the chat')).toBeVisible()
  await page.reload()
  await arrived(3)
  await expect(page.getByText('You ended the chat')).toBeVisible()
  expect(server.of('end').length).toBe(2)
})

test('who keeps chatting is not ended later', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  const before = await cut(page)
  await endChat(page)
  await page.getByRole('button', { name: 'Keep chatting' }).click()
  await back(before)
  await write(page, 'still here')
  await expect.poll(() => server.of('say').length, { timeout: 10_000 }).toBe(1)
  expect(server.of('end')).toEqual([])
})

test('an end that is refused says why and can be tried again', async ({ context }) => {
  site.pages.set('/', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  server.mute = true
  await endChat(page)
  await expect.poll(() => server.of('end').length).toBe(1)
  server.tell({
    type: 'refused',
    of: 'end',
    id: server.of('end')[0]?.conversation,
    code: 'unavailable',
    text: 'Try again in a moment',
  })
  await expect(page.getByText('Try again in a moment.')).toBeVisible()
  server.mute = false
  await page.getByRole('button', { name: 'End chat' }).click()
  await expect(page.getByText('You ended the chat')).toBeVisible()
})

for (const close of [false, true])
  test(`a rating given without a line is sent from the next page${close ? ', though the chat was closed' : ''}`, async ({
    context,
  }) => {
    site.pages.set('/', { html: html() })
    await context.route(`${server.origin}/beckon.js`, (route) =>
      route.fulfill({ path: 'widget/dist/beckon.js', contentType: 'text/javascript' }),
    )
    const { page } = await visit(context)
    await talk(page)
    await endChat(page)
    await expect(page.getByText('You ended the chat')).toBeVisible()
    await expect(page.getByRole('group', { name: 'How was this chat?' })).toBeVisible()
    const before = await cut(page)
    await page.getByRole('radio', { name: '4 stars' }).check({ force: true })
    await page.getByLabel('Comment optional').fill('quick')
    await page.getByRole('button', { name: 'Send rating' }).click()
    await expect(page.getByText('Your rating is sent as soon as the connection is back.')).toBeVisible()
    if (close) await page.getByRole('button', { name: 'Close' }).click()
    await back(before)
    if (close) server.conversation = undefined
    await page.reload()
    await expect.poll(() => server.of('rate'), { timeout: 10_000 }).toMatchObject([{ stars: 4, comment: 'quick' }])
    if (!close) await expect(page.getByText('Thank you for your rating.')).toBeVisible()
    // The page before may have been back for a moment, too.
    const hellos = server.of('hello').length
    await page.reload()
    await expect.poll(() => server.of('hello').length).toBe(hellos + 1)
    expect(server.of('rate').length).toBe(1)
  })

test('why a rating was refused is said, though its form comes later', async ({ context }) => {
  site.pages.set('/', { html: html() })
  await context.route(`${server.origin}/beckon.js`, (route) =>
    route.fulfill({ path: 'widget/dist/beckon.js', contentType: 'text/javascript' }),
  )
  const { page } = await visit(context)
  await talk(page)
  await endChat(page)
  await expect(page.getByRole('group', { name: 'How was this chat?' })).toBeVisible()
  const before = await cut(page)
  await page.getByRole('radio', { name: '4 stars' }).check({ force: true })
  await page.getByRole('button', { name: 'Send rating' }).click()
  await expect(page.getByText('Your rating is sent as soon as the connection is back.')).toBeVisible()
  await back(before)
  server.noRate = { code: 'too-many', text: 'Not now' }
  const release = await hold(context)
  await page.reload()
  await expect.poll(() => server.of('rate').length, { timeout: 10_000 }).toBe(1)
  release()
  await expect(page.getByText('Not now')).toBeVisible()
})

for (const { name, viewport, colorScheme } of looks)
  test(`looks, ${name}`, async ({ browser }) => {
    site.pages.set('/', { html: html('<meta name="viewport" content="width=device-width">', '<main><h1>Shop</h1></main>') })
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
    const { page } = await visit(context)
    await talk(page)
    await cut(page)
    await endChat(page)
    await look(page, `ending-${name}`)
    await context.close()
  })
