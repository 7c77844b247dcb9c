// An operator's browser dies, as a process: what becomes of the visitor who talked with him.
import { type BrowserServer, expect, chromium as playwright, test } from '@playwright/test'
import { chromium } from '../chromium'
import { Beckon } from './beckon'
import { accept, available, incoming, row, says, summary } from './callers'
import { chat, knocks, stands } from './knocking'
import { allLeave, goTo, join, line, signIn } from './people'

test.slow()

/** BACK is within how many milliseconds the chat is in the queue again (QUE-3). */
const BACK = 45_000

let beckon: Beckon
let his: BrowserServer

test.beforeEach(async () => {
  beckon = await Beckon.demo()
  his = await playwright.launchServer(chromium)
})
test.afterEach(async ({ browser }) => {
  await his.kill()
  await allLeave(browser)
  await beckon.stop()
})

/** dies kills the operator's browser, and returns when. */
const dies = async (): Promise<number> => {
  const gone = new Promise((done) => his.process().once('exit', done))
  his.process().kill('SIGKILL')
  await gone
  return Date.now()
}

test('QUE-3: the operator’s browser is killed: his visitor is told, comes before a newcomer within 45 s, and goes on with a colleague', async ({
  browser,
}) => {
  const ana = await available(await signIn(browser, beckon))
  const ben = await available(await join(await playwright.connect(his.wsEndpoint()), beckon, 'Ben'))
  await goTo(ana, 'Communication')

  const rui = await knocks(browser, beckon, 'catalog/bikes', 'Rui Costa')
  await incoming(ana).getByRole('button', { name: 'Decline' }).click()
  await accept(ben)
  await rui.say('Do you deliver to Porto?')
  await expect(line(ben, 'Do you deliver to Porto?')).toHaveCount(1)
  await says(ben, 'We do, let me see when')
  await expect(line(rui.page, 'We do, let me see when')).toHaveCount(1)
  await expect(chat(rui.page)).toContainText('is here')

  const noor = await knocks(browser, beckon, 'cart', 'Noor')
  await incoming(ana).getByRole('button', { name: 'Queue' }).click()
  await stands(noor, 1)

  const died = await dies()
  await expect(chat(rui.page)).toContainText('is away for a moment')
  const told = rui.page.getByText(/We are looking for a colleague to go on with you/)
  await expect(told).toContainText('You are number 1 in the queue.', { timeout: BACK })
  await expect(incoming(ana)).toContainText('Rui Costa')
  await expect(incoming(ana)).toContainText('Comes back: the chat has lost its operator')
  expect(Date.now() - died).toBeLessThan(BACK)
  await stands(noor, 2)
  const queue = ana.getByRole('row').filter({ hasText: /Rui Costa|Noor/ })
  await expect(queue).toHaveText([/Rui Costa/, /Noor/])
  await rui.say('Are you there?')
  await expect(line(rui.page, 'Are you there?')).toHaveCount(1)

  await accept(ana)
  await expect(told).toBeHidden()
  for (const page of [ana, rui.page]) {
    for (const text of ['Do you deliver to Porto?', 'We do, let me see when', 'Are you there?'])
      await expect(line(page, text)).toHaveCount(1)
    await expect(line(page, 'Ana has taken over')).toHaveCount(1)
  }
  await says(ana, 'On Tuesday')
  await expect(line(rui.page, 'On Tuesday')).toHaveCount(1)
  await rui.say('Tuesday is fine')
  await expect(line(ana, 'Tuesday is fine')).toHaveCount(1)
  await stands(noor, 1)
  await expect(row(ana, 'Rui Costa')).toBeHidden()
  await expect(summary(ana)).toContainText(/In Progress 1/)
  for (const visitor of [rui, noor]) expect(visitor.errors).toEqual([])
})
