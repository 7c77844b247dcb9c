// A conversation in which nothing is ever lost: across pages, tabs, reloads, a crash of the server.
import { expect, type Page } from '@playwright/test'
import { line } from './people'
import { test } from './strangers'
import { beckon, console, talking, visitor } from './world'

talking()

const answer = async (text: string) => {
  await console.getByRole('textbox', { name: 'Message' }).fill(text)
  await console.keyboard.press('Enter')
}

test('CHT-4: the chat follows from page to page, over a reload and into another tab', async () => {
  await visitor.say('first')
  await expect(line(console, 'first')).toBeVisible()
  await visitor.page.goto(`${beckon.shop}product/kestrel-3-speed`)
  await expect(line(visitor.page, 'first')).toBeVisible()
  await answer('second')
  await expect(line(visitor.page, 'second')).toBeVisible()
  await visitor.page.reload()
  await visitor.say('third')
  const tab = await visitor.tab(`${beckon.shop}cart`)
  for (const text of ['first', 'second', 'third']) await expect(line(tab, text)).toHaveCount(1)
  await visitor.say('fourth', tab)
  await expect(line(console, 'fourth')).toHaveCount(1)
  await expect(line(visitor.page, 'fourth')).toHaveCount(1)
})

test('S-30, S-31, S-43: on hold the visitor is told and Send is disabled until resumed; what is typed stays', async () => {
  await visitor.composer().fill('half a sentence')
  await console.getByRole('button', { name: 'Hold' }).click()
  await expect(visitor.page.getByText(/has put the chat on hold/).first()).toBeVisible()
  await expect(visitor.page.getByRole('button', { name: 'Send' })).toBeDisabled()
  await expect(visitor.composer()).toHaveValue('half a sentence')
  await console.getByRole('button', { name: 'Resume' }).click()
  await expect(visitor.page.getByRole('button', { name: 'Send' })).toBeEnabled()
})

test('guarantees 1 and 3: kill -9 in mid-chat; nothing is lost, nothing doubled, both screens become right by themselves', async () => {
  await visitor.say('before the crash')
  await expect(line(console, 'before the crash')).toBeVisible()
  await beckon.kill()
  await visitor.say('said while the server is away')
  await answer('answered while the server is away')
  await visitor.page.goto('about:blank').catch(() => undefined)
  await beckon.up()
  await visitor.page.goto(`${beckon.shop}help`)
  for (const page of [visitor.page, console]) {
    for (const text of ['before the crash', 'said while the server is away', 'answered while the server is away'])
      await expect(line(page, text)).toHaveCount(1)
    await expect(page.getByRole('log').getByText(/\bsending\b/)).toHaveCount(0)
  }
})

/** RIGHT is within how many milliseconds of both lines being accepted again both screens are right. */
const RIGHT = 5000 * Number(process.env.SLOW ?? 1)

/** When the next line of a page was accepted: its first frame went out. */
const accepted = (page: Page): Promise<number> =>
  new Promise((done) => page.on('websocket', (socket) => socket.once('framesent', () => done(Date.now()))))

test('guarantee 6: killed and started anew on the same data, both screens are right within 5 s of being connected', async () => {
  await visitor.say('before the crash')
  await expect(line(console, 'before the crash')).toBeVisible()
  const lines = [visitor.page, console].map(accepted)
  await beckon.kill()
  await visitor.say('said while the server is away')
  await answer('answered while the server is away')
  await beckon.up()
  const back = Math.max(...(await Promise.all(lines)))
  for (const page of [visitor.page, console]) {
    for (const text of ['before the crash', 'said while the server is away', 'answered while the server is away'])
      await expect(line(page, text)).toHaveCount(1)
    await expect(page.getByRole('log').getByText(/\bsending\b/)).toHaveCount(0)
  }
  await expect(console.getByText('Connected', { exact: true })).toBeVisible()
  await expect(visitor.page.getByText('Connecting…')).toBeHidden()
  expect(Date.now() - back).toBeLessThan(RIGHT)
})

test('CHT-5: the operator ends it', async () => {
  await console.getByRole('button', { name: 'End chat' }).click()
  await console.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click()
  await expect(visitor.page.getByText(/ended the chat/).first()).toBeVisible()
  await expect(visitor.composer()).toBeHidden()
})

test('CHT-5: the visitor ends it, once he has said that he means it', async () => {
  await visitor.say('Thank you, that is all')
  await expect(line(console, 'Thank you, that is all')).toBeVisible()
  const sure = visitor.page.getByRole('group', { name: 'End this chat?' })
  await visitor.page.getByRole('button', { name: 'End chat' }).click()
  await sure.getByRole('button', { name: 'Keep chatting' }).click()
  await expect(sure).toBeHidden()
  await answer('Anything else?')
  await expect(line(visitor.page, 'Anything else?')).toHaveCount(1)

  await visitor.page.getByRole('button', { name: 'End chat' }).click()
  await sure.getByRole('button', { name: 'End chat' }).click()
  await expect(line(visitor.page, 'You ended the chat')).toHaveCount(1)
  await expect(visitor.composer()).toBeHidden()
  await expect(line(console, 'Rui ended the chat')).toHaveCount(1)
  await expect(console.getByRole('button', { name: 'End chat' })).toBeHidden()
  await expect(console.getByRole('textbox', { name: 'Message' })).toBeHidden()
})
