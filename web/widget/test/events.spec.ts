// API-1: the page's own scripts are told what happens.
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { anew, arrived, html, renew, server, site, talk, visit, write } from './world'

anew()

const listener = `
  window.told = []
  addEventListener('beckon', (event) => { told.push(event.detail); throw new Error('of the page') })
  addEventListener('error', (event) => event.preventDefault())
`

const open = async (context: BrowserContext): Promise<Page> => {
  site.pages.set('/', { html: html(`<script>${listener}</script>`) })
  const { page } = await visit(context)
  await arrived()
  return page
}
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Record<string, unknown>[] }).told)
const types = async (page: Page) => (await told(page)).map(({ type }) => type)

test('an invitation, a chat and what is said in it, by a page whose listeners throw', async ({ context }) => {
  const page = await open(context)
  await talk(page)
  await write(page, 'Do you have it in green?')
  server.say('operator', 'Yes, and in blue')
  await expect(page.getByRole('log').getByText('Yes, and in blue')).toBeVisible()
  await page.getByRole('button', { name: 'End chat' }).click()
  await page.getByRole('group').getByRole('button', { name: 'End chat' }).click()
  await expect.poll(() => types(page)).toContain('ended')
  expect(await types(page)).toEqual([
    'availability',
    'delivered',
    'shown',
    'opened',
    'accept',
    'started',
    // The invitation's text is the chat's first line.
    'message',
    'message',
    'ended',
  ])
  const all = await told(page)
  expect(all[0]).toEqual({ type: 'availability', available: true })
  expect(all[2]).toEqual({ type: 'shown', invitation: expect.stringMatching(/^invitation-/) })
  expect(all.at(-1)).toEqual({ type: 'ended', conversation: 'conversation-0000001' })
  expect(JSON.stringify(all)).not.toMatch(/green|blue|Ana|Rui/)
})

test('what was said before is no news to the next page, what was said while the line was down is', async ({ context }) => {
  const page = await open(context)
  await talk(page)
  server.say('operator', 'Are you there?')
  await page.reload()
  await arrived(2)
  await expect(page.getByRole('log').getByText('Are you there?')).toBeVisible()
  expect(await types(page)).toEqual(['availability'])
  const { port, conversation, messages } = server
  await server.kill()
  await renew(port)
  Object.assign(server, { conversation, messages })
  server.say('operator', 'Now you are')
  await expect(page.getByRole('log').getByText('Now you are')).toBeVisible({ timeout: 10_000 })
  expect(await types(page)).toEqual(['availability', 'availability', 'message'])
})

test('availability, a refusal, a message that is left', async ({ context }) => {
  const page = await open(context)
  server.invite()
  await page.getByRole('button', { name: 'Close' }).click()
  server.offer(false)
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await page.getByLabel('E-mail', { exact: true }).fill('rui@mail.example')
  await page.getByRole('textbox', { name: 'Message' }).fill('Call me')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect.poll(() => types(page)).toContain('left')
  expect(await types(page)).toEqual(['availability', 'delivered', 'shown', 'decline', 'availability', 'opened', 'left'])
  expect((await told(page))[4]).toEqual({ type: 'availability', available: false })
})
