// MON-3: where a page can't have a WebSocket, everything goes over HTTP.
import { expect } from '@playwright/test'
import { badge, change, engage, line, Visitor } from './people'
import { test } from './strangers'
import { beckon, console, signedIn } from './world'

signedIn()

test('MON-3: a visitor whose WebSocket is refused appears, is invited, talks, changes page, and is seen to leave', async ({
  browser,
}) => {
  await change(console, { pageChangeGrace: 2 })
  const visitor = await Visitor.arrive(browser, 'about:blank')
  let refused = 0
  let posts = 0
  await visitor.context.routeWebSocket(/\/v1\/visit/, (socket) => {
    refused++
    return socket.close()
  })
  visitor.context.on('request', (request) => {
    if (request.url().endsWith('/v1/line')) posts++
  })
  await visitor.page.goto(`${beckon.shop}catalog/bikes`)
  await expect(badge(console, /Bikes/)).toBeVisible()
  await engage(console, badge(console, /Bikes/))
  // At once: the poll waits for it.
  await expect(visitor.invitation()).toBeVisible({ timeout: 1_000 })
  await visitor.accept('Rui')
  await visitor.say('over HTTP')
  await expect(line(console, 'over HTTP')).toBeVisible()
  await console.getByRole('textbox', { name: 'Message' }).fill('I can hear you')
  await console.keyboard.press('Enter')
  await expect(line(visitor.page, 'I can hear you')).toBeVisible()
  const before = refused
  await visitor.page.goto(`${beckon.shop}cart`)
  await expect(line(visitor.page, 'I can hear you')).toHaveCount(1)
  await visitor.say('still here')
  await expect(line(console, 'still here')).toHaveCount(1)
  expect(refused).toBe(before)
  expect(posts).toBeGreaterThan(3)
  await expect(badge(console, /cart/i)).toBeVisible()
  await visitor.page.close()
  await expect(badge(console, /cart/i)).toHaveCount(0, { timeout: 10_000 })
  expect(visitor.errors).toEqual([])
})

test('MON-3: a server that is killed in mid-chat is found again over HTTP, and nothing is lost or doubled', async ({
  browser,
}) => {
  const visitor = await Visitor.arrive(browser, 'about:blank')
  await visitor.context.routeWebSocket(/\/v1\/visit/, (socket) => socket.close())
  await visitor.page.goto(`${beckon.shop}catalog/bikes`)
  await engage(console, badge(console, /Bikes/))
  await visitor.accept('Rui')
  await visitor.say('before the crash')
  await expect(line(console, 'before the crash')).toBeVisible()
  await beckon.kill()
  await visitor.say('said while the server is away')
  await beckon.up()
  for (const page of [visitor.page, console]) {
    for (const text of ['before the crash', 'said while the server is away'])
      await expect(line(page, text)).toHaveCount(1, { timeout: 15_000 })
    await expect(page.getByRole('log').getByText(/\bsending\b/)).toHaveCount(0)
  }
})
