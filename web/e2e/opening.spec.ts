// Every way from a badge to the message dialog: by mouse, by keyboard, by touch.
import { expect, type Page } from '@playwright/test'
import { Beckon } from './beckon'
import { allLeave, badge, PASSWORD, signIn, Visitor } from './people'
import { test } from './strangers'

let beckon: Beckon
let console: Page

test.beforeAll(async ({ browser }) => {
  beckon = await Beckon.demo()
  console = await signIn(browser, beckon)
  await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  await expect(badge(console, /Bikes/)).toBeVisible()
})
test.afterAll(async ({ browser }) => {
  await allLeave(browser)
  await beckon.stop()
})

const dialogOf = (page: Page) => page.getByRole('dialog', { name: /^Invite/ })

test('S-01, S-02, S-03: Enter on a focused badge opens the profile with its three tabs', async () => {
  await badge(console, /Bikes/).focus()
  await console.keyboard.press('Enter')
  await expect(console.getByRole('region', { name: /^Profile of/ })).toBeVisible()
  for (const name of ['General', 'Live Communication', 'Messages'])
    await expect(console.getByRole('tab', { name, exact: true })).toBeVisible()
  await expect(badge(console, /Bikes/)).toHaveAccessibleName(/profile open/)
  await console.getByRole('button', { name: /^Close profile/ }).click()
})

for (const key of ['ContextMenu', 'Shift+F10', 'e'])
  test(`S-04 to S-07: ${key} on a focused badge leads to the dialog; the focus comes back after it`, async () => {
    await badge(console, /Bikes/).focus()
    await console.keyboard.press(key)
    if (key !== 'e') {
      const item = console.getByRole('menuitem', { name: 'Engage in communication', exact: true })
      await expect(item).toBeVisible()
      await expect(console.getByRole('menuitem', { name: 'View profile', exact: true })).toBeVisible()
      for (let i = 0; i < 3 && !(await item.evaluate((node) => node === document.activeElement)); i++)
        await console.keyboard.press('ArrowDown')
      await expect(item).toBeFocused()
      await console.keyboard.press('Enter')
    }
    await expect(dialogOf(console)).toBeVisible()
    await expect(dialogOf(console).getByRole('textbox')).toBeFocused()
    await expect(console.getByRole('tab', { name: 'Live Communication', includeHidden: true })).toHaveAttribute(
      'aria-selected',
      'true',
    )
    await console.keyboard.press('Escape')
    await expect(dialogOf(console)).toBeHidden()
    // Somewhere useful, never lost at the top of the page.
    await expect.poll(() => console.evaluate(() => document.activeElement !== document.body)).toBe(true)
    await console.getByRole('button', { name: /^Close profile/ }).click()
  })

test('S-04: a long press on a touch screen opens the menu', async ({ browser }) => {
  const state = await console.context().storageState()
  const phone = await browser.newContext({
    storageState: state,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await phone.newPage()
  await page.goto(beckon.console)
  const box = await badge(page, /Bikes/).boundingBox()
  if (!box) throw new Error('no badge')
  const touch = await phone.newCDPSession(page)
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
  await expect(page.getByRole('menuitem', { name: 'Engage in communication' })).toBeVisible()
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await page.getByRole('menuitem', { name: 'Engage in communication' }).tap()
  await expect(dialogOf(page)).toBeVisible()
  await phone.close()
})

test('keyboard only: from the sign-in to an invitation that was sent, without a mouse', async ({ browser }) => {
  const door = await browser.newContext({ storageState: await console.context().storageState() })
  const settings = await door.newPage()
  await settings.goto(beckon.console)
  const refused = await settings.evaluate(async (password) => {
    const headers = { 'Content-Type': 'application/json' }
    const answer = await fetch('/api/v1/session/password', { method: 'PUT', headers, body: JSON.stringify({ password }) })
    return answer.ok ? '' : answer.text()
  }, PASSWORD)
  expect(refused).toBe('')

  const page = await (await browser.newContext()).newPage()
  const visitor = await Visitor.arrive(browser, `${beckon.shop}cart`)
  await page.goto(beckon.console)
  await expect(page.getByLabel('Login')).toBeFocused()
  await page.keyboard.type('ana')
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  const who = badge(page, /cart/i)
  await expect(who).toBeVisible()
  // The zone windows are reached by Tab, their badges by arrow keys.
  for (let i = 0; i < 60 && !(await who.evaluate((node) => node.contains(document.activeElement))); i++)
    await page.keyboard.press('Tab')
  await expect(who).toBeFocused()
  await page.keyboard.press('e')
  await expect(dialogOf(page).getByRole('textbox')).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await expect(dialogOf(page)).toBeHidden()
  await expect(visitor.invitation()).toBeVisible()
  // The visitor too needs no mouse.
  await expect(page.getByText(/· shown \d/)).toBeVisible()
  for (let i = 0; i < 60; i++) {
    await visitor.page.keyboard.press('Tab')
    const at = await visitor.page.evaluate(() => {
      const host = document.activeElement
      return host?.shadowRoot?.activeElement?.textContent
    })
    if (at === 'Start Chat') break
  }
  await visitor.page.keyboard.press('Enter')
  await expect(visitor.page.getByRole('dialog', { name: 'Open chat with operator' }).getByLabel(/name/i)).toBeFocused()
  await visitor.page.keyboard.press('Enter')
  await expect(visitor.composer()).toBeFocused()
})
