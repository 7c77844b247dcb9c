// What the chat offers besides talk: a page the operator suggests, the transcript by e-mail (CHT-3), the subject and the name in the forms.
import { expect, type Page, test } from '@playwright/test'
import { clean } from './look'
import { anew, arrived, html, server, site, talk, visit } from './world'

anew()

const begin = async (context: Parameters<typeof visit>[0]): Promise<Page> => {
  site.pages.set('/', { html: html('', '<main><h1>Shop</h1></main>') })
  site.pages.set('/bells', { html: html('', '<main><h1>Bells</h1></main>') })
  const { page } = await visit(context)
  await talk(page)
  return page
}
const log = (page: Page) => page.getByRole('log')

test.describe('a page that the operator suggests', () => {
  test('is never opened by itself; of the same site it opens here, and the chat goes on', async ({ context }) => {
    const page = await begin(context)
    server.say('operator', `${site.origin}/bells`, { what: 'page' })
    await expect(log(page).getByText('Ana suggests a page')).toBeVisible()
    await expect(log(page).getByText(`${site.origin.replace('http://', '')}/bells`)).toBeVisible()
    expect(page.url()).toBe(`${site.origin}/`)
    await log(page).getByRole('link', { name: 'Open page' }).click()
    await expect(page.getByRole('heading', { name: 'Bells' })).toBeVisible()
    await expect(log(page).getByText('Ana suggests a page')).toBeVisible()
    expect(context.pages()).toHaveLength(1)
  })

  test('of another site opens a tab of its own, which learns nothing of this one', async ({ context }) => {
    const page = await begin(context)
    server.say('operator', 'https://другой.example/a?b=1', { what: 'page' })
    const link = log(page).getByRole('link', { name: 'Open page' })
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow')
    await expect(link).toHaveAttribute('target', '_blank')
    // What could pass for another address is written out.
    await expect(log(page).getByText(/^xn--\w+\.example\/a\?b=1$/)).toBeVisible()
    await clean(page)
  })

  for (const address of ['javascript:alert(1)', 'data:text/html,x', 'nonsense', 'ftp://a.example/'])
    test(`${address} is only a text`, async ({ context }) => {
      const page = await begin(context)
      server.say('operator', address, { what: 'page' })
      await expect(log(page).getByText(address)).toBeVisible()
      await expect(log(page).getByRole('link')).toHaveCount(0)
    })
})

test.describe('the transcript', () => {
  const mailing = (page: Page) => page.getByRole('form', { name: 'Transcript' })

  test('is sent to an address from the chat, which is remembered for the next time', async ({ context }) => {
    const page = await begin(context)
    await expect(mailing(page)).toBeHidden()
    await page.getByRole('button', { name: 'Transcript', exact: true }).click()
    const address = mailing(page).getByRole('textbox')
    await expect(address).toBeFocused()
    await clean(page)
    await address.fill('rui@')
    await page.getByRole('button', { name: 'Send transcript' }).click()
    await expect(mailing(page)).toContainText('Please give your e-mail address.')
    await expect(address).toBeFocused()
    expect(server.of('transcript')).toEqual([])
    server.mute = true
    await address.fill('rui@shop.example')
    await address.press('Enter')
    await expect(mailing(page)).toContainText('Sending…')
    await expect(page.getByRole('button', { name: 'Send transcript' })).toBeDisabled()
    server.tell({ type: 'transcript-sent', conversation: server.conversation?.id ?? '' })
    await expect(mailing(page)).toContainText('It is on its way to rui@shop.example.')
    expect(server.of('transcript').map(({ email, conversation }) => [email, conversation])).toEqual([
      ['rui@shop.example', server.conversation?.id],
    ])
    await page.keyboard.press('Escape')
    await expect(mailing(page)).toBeHidden()
    await expect(page.getByRole('button', { name: 'Transcript', exact: true })).toBeFocused()
    await page.reload()
    await page.getByRole('button', { name: 'Transcript', exact: true }).click()
    await expect(address).toHaveValue('rui@shop.example')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download transcript' }).click()
    expect((await download).suggestedFilename()).toMatch(/^chat-\d{4}-\d\d-\d\d\.txt$/)
  })

  test('can be had when the chat has ended; when it can’t be sent it says so', async ({ context }) => {
    const page = await begin(context)
    server.stand({ state: 'ended', endedBy: 'operator' })
    await mailing(page).getByRole('textbox').fill('rui@shop.example')
    server.noMail = { code: 'too-many', text: 'Sent three times already' }
    await page.getByRole('button', { name: 'Send transcript' }).click()
    await expect(mailing(page)).toContainText('Sent three times already.')
    await expect(page.getByRole('button', { name: 'Send transcript' })).toBeEnabled()
    await page.evaluate(() => new Promise(requestAnimationFrame))
    await expect(page.getByRole('button', { name: 'Send transcript' })).toBeFocused()
    server.stand({ mail: false })
    await expect(page.getByRole('button', { name: 'Send transcript' })).toBeHidden()
    await expect(page.getByRole('button', { name: 'Download transcript' })).toBeFocused()
    await clean(page)
  })

  test('is no e-mail where the site sends none, and becomes one when it does', async ({ context }) => {
    const page = await begin(context)
    server.stand({ mail: false })
    await page.getByRole('button', { name: 'Transcript', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Download transcript' })).toBeFocused()
    await expect(mailing(page).getByRole('textbox')).toBeHidden()
    await expect(page.getByRole('button', { name: 'Send transcript' })).toBeHidden()
    await clean(page)
    server.stand({ mail: true })
    await mailing(page).getByLabel('E-mail this chat to').fill('rui@shop.example')
    server.stand({ mail: false })
    await expect(page.getByRole('button', { name: 'Download transcript' })).toBeFocused()
    server.stand({ state: 'ended', endedBy: 'operator' })
    await expect(page.getByRole('button', { name: 'Download transcript' })).toBeVisible()
    await expect(mailing(page).getByRole('textbox')).toBeHidden()
  })

  test('says when the line is lost before the answer', async ({ context }) => {
    const page = await begin(context)
    server.mute = true
    await page.getByRole('button', { name: 'Transcript', exact: true }).click()
    await mailing(page).getByRole('textbox').fill('rui@shop.example')
    await page.getByRole('button', { name: 'Send transcript' }).click()
    await expect(mailing(page)).toContainText('Sending…')
    await server.kill()
    await expect(mailing(page)).toContainText('The connection was lost. Try again.')
    await expect(page.getByRole('button', { name: 'Send transcript' })).toBeEnabled()
  })
})

test.describe('the forms', () => {
  test('the name that is known stands in Start communication and Leave a message', async ({ context }) => {
    site.pages.set('/', { html: html() })
    server.yourName = 'Rui'
    const { page } = await visit(context)
    await arrived()
    await page.getByRole('button', { name: 'Click for Live Help' }).click()
    await expect(page.getByLabel('Your name optional')).toHaveValue('Rui')
    await page.getByRole('button', { name: 'Cancel' }).click()
    server.offer(false)
    await page.getByRole('button', { name: 'Leave a message' }).click()
    await expect(page.getByLabel('Name optional')).toHaveValue('Rui')
    await expect(page.getByLabel('Name optional')).toBeVisible()
    await expect(page.getByLabel('E-mail', { exact: true })).toBeFocused()
  })

  test('OFF-1 a message left has a subject, which a reload keeps', async ({ context }) => {
    site.pages.set('/', { html: html() })
    server.available = false
    const { page } = await visit(context)
    await page.getByRole('button', { name: 'Leave a message' }).click()
    await page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
    await page.getByLabel('Subject optional').fill('Bells')
    await page.getByRole('textbox', { name: 'Message' }).fill('Have you red ones?')
    await page.reload()
    await page.getByRole('button', { name: 'Leave a message' }).click()
    await expect(page.getByLabel('Subject optional')).toHaveValue('Bells')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText('Thank you.')).toBeVisible()
    expect(server.of('leave').map(({ subject, text }) => [subject, text])).toEqual([['Bells', 'Have you red ones?']])
  })
})
