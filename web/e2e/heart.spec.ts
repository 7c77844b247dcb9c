// Section 3 of the specification in real browsers: both ways of opening, and what becomes of an invitation.
import { expect } from '@playwright/test'
import { badge, engage, line, sendInvitation, signIn, Visitor } from './people'
import { test } from './strangers'
import { beckon, served } from './world'

served()

const DEFAULT_READ =
  'Hello! I\'m Ana. If you have any questions or requests I\'m ready to help you. Just click "Start Chat" button to start a conversation.'

test('S-04 to S-28: right-click, Engage in communication, Send; the invitation opens at once; Start Chat, Start; they talk', async ({
  browser,
}) => {
  const console = await signIn(browser, beckon)
  const visitor = await Visitor.arrive(browser, `${beckon.shop}product/kestrel-3-speed`)
  const who = badge(console, /Kestrel/)
  await expect(who).toBeVisible()
  await who.click({ button: 'right' })
  await expect(console.getByRole('menuitem', { name: 'View profile' })).toBeVisible()
  await console.getByRole('menuitem', { name: 'Engage in communication' }).click()
  await expect(console.getByRole('tab', { name: 'Live Communication', includeHidden: true })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  const dialog = console.getByRole('dialog', { name: /^Invite/ })
  await expect(dialog.getByRole('textbox')).toHaveValue(DEFAULT_READ.replace('Ana', '%name%'))
  await expect(dialog.getByText(DEFAULT_READ)).toBeVisible()
  await dialog.getByRole('button', { name: 'Send' }).click()

  await expect(visitor.invitation()).toBeVisible()
  await expect(visitor.invitation()).toContainText(DEFAULT_READ)
  await expect(console.getByText(/shown/).first()).toBeVisible()
  await visitor.page.getByRole('button', { name: 'Start Chat' }).click()
  const opening = visitor.page.getByRole('dialog', { name: 'Open chat with operator' })
  await expect(opening.getByRole('radio', { name: 'Text chat' })).toBeChecked()
  const voice = opening.getByRole('radio', { name: 'Voice chat' })
  await expect(voice).toBeDisabled()
  await expect(voice).toHaveAccessibleDescription('Voice chat is not available here')
  await opening.getByRole('button', { name: 'Cancel' }).click()
  await expect(visitor.invitation()).toBeVisible()
  await visitor.accept('Rui')

  await expect(console.getByRole('button', { name: 'Hold' })).toBeVisible()
  await expect(badge(console, 'Rui')).toBeVisible()
  await visitor.say('Does the Kestrel fit a child seat?')
  await expect(line(console, 'Does the Kestrel fit a child seat?')).toBeVisible()
  await console.getByRole('textbox', { name: 'Message' }).fill('It does, with the long rack.')
  await console.keyboard.press('Enter')
  await expect(line(visitor.page, 'It does, with the long rack.')).toBeVisible()
  expect(visitor.errors).toEqual([])
})

test('S-01 to S-03, S-07: double-click, Live Communication, Start communication leads to the same dialog', async ({
  browser,
}) => {
  const console = await signIn(browser, beckon)
  const visitor = await Visitor.arrive(browser, `${beckon.shop}cart`)
  await badge(console, /cart/i).dblclick()
  for (const name of ['General', 'Live Communication', 'Messages']) await expect(console.getByRole('tab', { name })).toBeVisible()
  await console.getByRole('tab', { name: 'Live Communication' }).click()
  const voice = console.getByRole('button', { name: 'Start voice chat' })
  await expect(voice).toHaveAttribute('aria-disabled', 'true')
  await expect(voice).toHaveAccessibleDescription(/^Calls are off/)
  await console.getByRole('button', { name: 'Start communication' }).click()
  await sendInvitation(console, 'About <b>your</b> cart: %visitor%, %nothing%?')
  await expect(visitor.invitation()).toContainText('About <b>your</b> cart: Site visitor, %nothing%?')
})

test('S-03: Send does not move from under a press, whatever the preview of what is written becomes', async ({ browser }) => {
  const console = await signIn(browser, beckon)
  await Visitor.arrive(browser, beckon.shop)
  await badge(console, /Velo/).dblclick()
  await console.getByRole('tab', { name: 'Live Communication' }).click()
  await console.getByRole('button', { name: 'Start communication' }).click()
  const dialog = console.getByRole('dialog', { name: /^Invite/ })
  const reads = (words: RegExp) => expect(dialog.getByText(words).filter({ visible: true })).toBeVisible()
  await reads(/Reads: “Hello! I'm Ana/)
  const height = async () => (await dialog.getByRole('button', { name: 'Send' }).boundingBox())?.y
  const box = dialog.getByRole('textbox')
  const before = await height()
  await box.fill('Hello %visitor%')
  await reads(/Reads: “Hello Site visitor”/)
  expect(await height()).toBe(before)
  await box.fill('Hello %visitor%\n'.repeat(8))
  const written = await height()
  await reads(/Reads: “(Hello Site visitor\s*){8}”/)
  expect(await height()).toBe(written)
})

test('S-22, S-23: Close refuses; the operator knows; the visitor browses on', async ({ browser }) => {
  const console = await signIn(browser, beckon)
  const visitor = await Visitor.arrive(browser, beckon.shop)
  await engage(console, badge(console, /Velo/))
  await visitor.invitation().getByRole('button', { name: 'Close' }).click()
  await expect(visitor.invitation()).toBeHidden()
  await expect(console.getByText(/closed the invitation and browses on/)).toBeVisible()
  await visitor.page.goto(`${beckon.shop}help`)
  await expect(badge(console, /Help/)).toBeVisible()
  await expect(visitor.invitation()).toBeHidden()
  await engage(console, badge(console, /Help/), 'Once more?')
  await expect(visitor.invitation()).toContainText('Once more?')
  await visitor.page.keyboard.press('Escape')
  await expect(visitor.invitation()).toBeHidden()
})

test('S-18, S-39: in all tabs of that visitor and nobody else; survives a page change; answered in one, gone from all', async ({
  browser,
}) => {
  const console = await signIn(browser, beckon)
  const other = await Visitor.arrive(browser, `${beckon.shop}help/contact`)
  const visitor = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  const second = await visitor.tab(`${beckon.shop}catalog/parts`)
  await expect(console.locator('[data-visit]')).toHaveCount(2)
  await engage(console, badge(console, /Parts/), 'Both tabs')
  await expect(visitor.invitation('Ana', second)).toBeVisible()
  await visitor.page.bringToFront()
  await expect(visitor.invitation()).toBeVisible()
  await visitor.page.goto(`${beckon.shop}product/brass-bell`)
  await expect(visitor.invitation()).toContainText('Both tabs')
  await visitor.invitation().getByRole('button', { name: 'Close' }).click()
  await expect(visitor.invitation('Ana', second)).toBeHidden({ timeout: 1000 })
  await expect(other.invitation()).toBeHidden()
})

test('S-37: an unanswered invitation can be withdrawn', async ({ browser }) => {
  const console = await signIn(browser, beckon)
  const visitor = await Visitor.arrive(browser, beckon.shop)
  await engage(console, badge(console, /Velo/))
  await expect(visitor.invitation()).toBeVisible()
  await console.getByRole('button', { name: 'Withdraw' }).click()
  await expect(visitor.invitation()).toBeHidden()
})
