// Live Help under Settings, and how the screens of requests and queue look.
import { expect, test } from '@playwright/test'
import type { Schemas } from '../wire/frames'
import { accept, Caller, incoming, row, says } from './callers'
import { change, goTo } from './people'
import { look } from './screens'
import { console as ana, beckon, onDuty } from './world'

onDuty()

test('Live Help is set: routing, times, limits, hours; what is wrong is said at its field', async () => {
  test.slow()
  await goTo(ana, 'Settings', 'Live Help')
  const save = ana.getByRole('button', { name: 'Save' })
  await ana.getByRole('radio', { name: 'Ring all' }).check()
  await ana.getByLabel('Operator response timeout', { exact: true }).fill('7')
  await ana.getByLabel('Maximum number of chats').fill('21')
  await expect(ana.getByText('Give a whole number from 1 to 20.')).toBeVisible()
  await expect(save).toBeDisabled()
  await ana.getByLabel('Maximum number of chats').fill('5')
  await ana.getByRole('radio', { name: 'Only in these hours' }).check()
  await ana.getByLabel('Time zone').selectOption('Europe/Lisbon')
  await ana.getByRole('button', { name: 'Add hours on Monday' }).click()
  await ana.getByLabel('Monday, to').fill('08:00')
  await expect(ana.getByText('Hours end after they begin, and do not overlap.')).toBeVisible()
  await expect(save).toBeDisabled()
  await ana.getByLabel('Monday, to').fill('00:00')
  await ana.getByRole('button', { name: 'Add holiday' }).click()
  await ana.getByLabel('Date').fill('2026-12-25')
  await ana.getByLabel('Name', { exact: true }).fill('Christmas Day')
  await expect(ana.getByText('4 changes are not saved yet.')).toBeVisible()
  await look(ana, 'settings-live-help')
  await save.click()
  await expect(ana.getByText('Saved.')).toBeVisible()
  const stored = (await ana.evaluate(async () => (await fetch('/api/v1/settings')).json())) as Schemas['Settings']
  const week = [[], [{ from: 540, to: 1440 }], [], [], [], [], []]
  const holidays = [{ date: '2026-12-25', name: 'Christmas Day', open: [] }]
  const hours = { limited: true, timeZone: 'Europe/Lisbon', week, holidays }
  expect(stored).toMatchObject({ routing: 'ring-all', responseTimeout: 7, maxChats: 5, hours })
  await ana.getByRole('radio', { name: 'Always' }).check()
  await ana.getByRole('button', { name: 'Discard' }).click()
  await expect(ana.getByRole('radio', { name: 'Only in these hours' })).toBeChecked()
})

test('COM-2: outside the business hours the switch says that visitors read Leave a message', async () => {
  const live = ana.getByRole('switch', { name: 'Live Help Available' })
  await expect(live).toBeVisible()
  await expect(live).not.toHaveAccessibleDescription(/hours/)
  const always = ((await ana.evaluate(async () => (await fetch('/api/v1/settings')).json())) as Schemas['Settings']).hours
  const week = Array.from({ length: 7 }, () => [])
  await change(ana, { hours: { limited: true, timeZone: 'UTC', week, holidays: [] } })
  await expect(live).toHaveAccessibleDescription(/outside the business hours/)
  await expect(live).toContainText('outside hours')
  await look(ana, 'outside-hours')
  await ana.reload()
  await expect(live).toHaveAccessibleDescription(/outside the business hours/)
  await change(ana, { hours: always })
  await expect(live).not.toHaveAccessibleDescription(/hours/)
})

test('screens of requests and queue: empty and full, without findings', async () => {
  test.slow()
  await change(ana, { responseTimeout: 120 })
  await goTo(ana, 'Communication')
  await look(ana, 'communication-empty')
  const rui = await Caller.arrive(beckon, 'cart', 'Your cart')
  await rui.ask('Rui Costa')
  await accept(ana)
  await says(ana, 'How can I help?')
  const sanne = await Caller.arrive(beckon, 'checkout', 'Checkout')
  await sanne.ask('Sanne')
  await expect(incoming(ana)).toBeVisible()
  await look(ana, 'incoming')
  await incoming(ana).getByRole('button', { name: 'Queue' }).click()
  await expect(row(ana, 'Sanne')).toBeVisible()
  await look(ana, 'communication')
  await goTo(ana, 'Settings', 'Alerts')
  await ana.getByLabel('New chat request', { exact: true }).uncheck()
  await ana.reload()
  await expect(ana.getByLabel('New chat request', { exact: true })).not.toBeChecked()
  await look(ana, 'settings-alerts')
  const icon = ana.getByLabel('The tab’s icon is marked while somebody waits')
  await icon.scrollIntoViewIfNeeded()
  await look(ana, 'settings-alerts-tab')
})

test('on a phone the current page of Settings is in sight, and a notice leaves Save free', async () => {
  await ana.setViewportSize({ width: 390, height: 844 })
  for (const name of ['Canned messages', 'Site', 'Alerts', 'General']) {
    await goTo(ana, 'Settings')
    await goTo(ana, name)
    const link = ana.getByRole('navigation').getByRole('link', { name, exact: true })
    await expect(link).toHaveAttribute('aria-current', 'page')
    await expect(link).toBeInViewport({ ratio: 1 })
    const place = await link.boundingBox()
    expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThan(382)
    await ana.setViewportSize({ width: 1440, height: 844 })
    await ana.setViewportSize({ width: 390, height: 844 })
    await expect(link).toBeInViewport({ ratio: 1 })
  }
  for (const width of [390, 1440]) {
    await ana.setViewportSize({ width, height: 844 })
    await change(ana, { responseTimeout: 1 })
    await ana.getByLabel('Default visitor name').fill(`Guest ${width}`)
    const caller = await Caller.arrive(beckon, 'cart', 'Your cart')
    await caller.ask('Rui Costa')
    const notice = ana.getByText('The request of Rui Costa stands in the queue now.')
    await expect(notice).toBeVisible()
    const [above, below] = [await notice.boundingBox(), await ana.getByRole('button', { name: 'Save' }).boundingBox()]
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThan((below?.y ?? 0) - 8)
    if (process.env.PICTURES) await look(ana, `notice-${width}`)
  }
})
