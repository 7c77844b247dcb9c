// No third-party request, ever: from the sign-in to the end of a talk, by the console and by the visitor's pages.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import { Elsewhere } from './elsewhere'
import { badge, engage, goTo, line, signIn, Visitor } from './people'
import { test } from './strangers'
import { beckon, served } from './world'

served()

test('from the sign-in to the end of a talk nobody is asked for anything but Beckon and the shop', async ({
  browser,
  strangers,
}) => {
  const console = await signIn(browser, beckon)
  const visitor = await Visitor.arrive(browser, `${beckon.shop}product/kestrel-3-speed`)
  for (const name of ['Site', 'Departments', 'Canned messages', 'Account']) await goTo(console, 'Settings', name)
  await goTo(console, 'Help')
  await expect(console.getByRole('heading', { name: 'Starting communication' })).toBeVisible()
  await goTo(console, 'Monitor')
  await engage(console, badge(console, /Kestrel/), 'See https://velo.example/racks')
  await visitor.accept('Rui')
  await visitor.say('I do: https://velo.example/seats')
  await expect(line(console, 'https://velo.example/seats')).toBeVisible()
  for (const name of ['General', 'Messages', 'Live Communication']) await console.getByRole('tab', { name }).click()
  await visitor.page.goto(`${beckon.shop}cart`)
  await expect(line(visitor.page, 'https://velo.example/seats')).toBeVisible()
  await console.getByRole('button', { name: 'End chat' }).click()
  await console.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click()
  await expect(visitor.page.getByText(/ended the chat/).first()).toBeVisible()
  for (const page of [console, visitor.page]) await page.waitForLoadState('networkidle')
  expect(strangers).toEqual([])
})

test('what is asked of a stranger is noticed, by HTTP and by WebSocket', async ({ browser, strangers }) => {
  // Another machine, as far as names go.
  const stranger = createServer((_, response) => response.end())
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.2', listening))
  const host = `127.0.0.2:${(stranger.address() as AddressInfo).port}`
  const shop = await Elsewhere.open()
  const { page } = await Visitor.arrive(browser, shop.page('/', { title: 'Shop' }))
  await page.evaluate(async (there) => {
    await fetch(`http://${there}/collect`, { mode: 'no-cors' })
    const socket = new WebSocket(`ws://${there}/line`)
    await new Promise((closed) => socket.addEventListener('close', closed))
  }, host)
  await expect.poll(() => strangers.length).toBe(2)
  expect(strangers.splice(0)).toEqual([`http://${host}/collect`, `ws://${host}/line`])
  stranger.close()
  await shop.close()
})
