// An operator goes: his browser dies, is closed or loaded anew, or he signs out. His chats are not lost.
import { type Browser, expect, test } from '@playwright/test'
import { accept, available, Caller, incoming, row, says, summary } from './callers'
import { change, join, line } from './people'
import { console as ana, beckon, onDuty } from './world'

onDuty()

const colleague = async (browser: Browser) => available(await join(browser, beckon, 'Ben'))

test('QUE-3: the operator’s browser is closed; the chat rings at a colleague, before newcomers, with all that was said', async ({
  browser,
}) => {
  const ben = await colleague(browser)
  await change(ana, { operatorAway: 1 })
  const rui = await Caller.arrive(beckon, 'cart', 'Your cart')
  await rui.ask('Rui Costa')
  await accept(ana)
  await rui.say('Do you deliver to Porto?')
  await expect(line(ana, 'Do you deliver to Porto?')).toBeVisible()
  await ana.context().close()
  await expect(incoming(ben)).toContainText('Comes back: the chat has lost its operator')
  await rui.reads(/first in the queue/)
  await accept(ben)
  await expect(line(ben, 'Do you deliver to Porto?')).toBeVisible()
  await rui.reads(/Ben has taken over/)
  await says(ben, 'We do')
  await rui.reads('We do')
})

test('signing out with open chats asks, then gives them back; what was mine can be taken again', async ({ browser }) => {
  const rui = await Caller.arrive(beckon, 'cart', 'Your cart')
  await rui.ask('Rui Costa')
  await accept(ana)
  const sanne = await Caller.arrive(beckon, 'checkout', 'Checkout')
  await sanne.ask('Sanne')
  await accept(ana)
  await expect(summary(ana)).toContainText(/In Progress 2/)
  const second = await browser.newContext({ storageState: await ana.context().storageState() })
  const other = await second.newPage()
  await other.goto(`${beckon.console}communication`)
  await expect(summary(other)).toContainText(/In Progress 2/)
  const signOut = async () => {
    await ana.getByRole('button', { name: /Your menu/ }).click()
    await ana.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(ana.getByText('You have 2 open chats. They go back to the queue.')).toBeVisible()
  }
  await signOut()
  await ana.getByRole('alertdialog').getByRole('button', { name: 'Stay' }).click()
  await expect(summary(ana)).toContainText(/In Progress 2/)
  await change(ana, { responseTimeout: 1 })
  await other.evaluate(() => fetch('/api/v1/operators/me/hand-over', { method: 'POST' }))
  for (const caller of [rui, sanne]) await caller.reads(/first in the queue/)
  await expect(summary(other)).toContainText(/In Progress 0/)
  const mine = other.getByRole('region', { name: 'My Communication' })
  await expect(mine).toContainText(/Rui Costa.*Returned to the queue/)
  await expect(row(other, 'Rui Costa')).toContainText('Returned to the queue')
  await mine.getByRole('listitem').filter({ hasText: 'Rui Costa' }).getByRole('button', { name: 'Accept' }).click()
  await rui.reads(/Ana has taken over/)
  await mine.getByRole('listitem').filter({ hasText: 'Sanne' }).getByRole('button', { name: 'Accept' }).click()
  await sanne.reads(/Ana has taken over/)
  await second.close()
  await signOut()
  await ana.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(ana.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

test('QUE-3: a console that is closed gives its chats back at once; one that is loaded anew keeps them', async ({ browser }) => {
  const ben = await colleague(browser)
  const rui = await Caller.arrive(beckon, 'cart', 'Your cart')
  await rui.ask('Rui Costa')
  await accept(ana)
  await rui.reads(/Ana has joined/)
  await ana.reload()
  await expect(summary(ana)).toContainText(/In Progress 1/)
  const closed = Date.now()
  await ana.close({ runBeforeUnload: true })
  // The lease of a line that is lost is 30 s.
  await expect(incoming(ben)).toContainText('Comes back: the chat has lost its operator', { timeout: 20_000 })
  expect(Date.now() - closed).toBeLessThan(20_000)
  await accept(ben)
  await rui.reads(/Ben has taken over/)
  expect(rui.heard(/first in the queue/)).toBe(1)
})
