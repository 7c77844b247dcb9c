// What becomes of an invitation: how it comes, what the operator knows of it, and who is first.
import { type Browser, expect } from '@playwright/test'
import { badge, change, engage, join, line, openBehind, profile, sendInvitation, Visitor } from './people'
import { test } from './strangers'
import { beckon, console, signedIn } from './world'

signedIn()

const invited = async (browser: Browser, path: string, title: RegExp, text?: string): Promise<Visitor> => {
  const visitor = await Visitor.arrive(browser, beckon.shop + path)
  await engage(console, badge(console, title), text)
  await expect(visitor.invitation()).toBeVisible()
  return visitor
}

test('S-19, S-20, S-21, S-22, S-45: it opens on the page as it stands, as a chat request with name, initials, Start Chat and Close', async ({
  browser,
}) => {
  const visitor = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  await visitor.page.evaluate(() => Object.assign(window, { untouched: 'yes' }))
  await engage(console, badge(console, /Bikes/), 'May I help?')
  const card = visitor.invitation()
  await expect(card).toBeVisible()
  expect(await visitor.page.evaluate(() => (window as { untouched?: string }).untouched)).toBe('yes')
  await expect(card).toHaveRole('dialog')
  await expect(card).toHaveAccessibleName('Chat request from Ana')
  await expect(card.getByText('Ana', { exact: true })).toBeVisible()
  await expect(card.getByText('A', { exact: true })).toBeVisible()
  await expect(card.getByText('May I help?')).toBeVisible()
  await expect(card.getByRole('button', { name: 'Start Chat' })).toBeVisible()
  await expect(visitor.page.getByRole('textbox', { name: 'Message' })).toBeHidden()
  const [whole, close] = [await card.boundingBox(), await card.getByRole('button', { name: 'Close' }).boundingBox()]
  if (!whole || !close) throw new Error('the card has no place')
  expect(close.x + close.width / 2).toBeGreaterThan(whole.x + whole.width * 0.8)
  expect(close.y + close.height / 2).toBeLessThan(whole.y + whole.height * 0.35)
  await card.getByRole('button', { name: 'Close' }).click()
  await expect(card).toBeHidden()
  await expect(visitor.page.getByRole('dialog')).toHaveCount(0)
  await expect(badge(console, /Bikes/)).toHaveAccessibleName(/Refused to talk/)
  expect(visitor.errors).toEqual([])
})

test('S-22, S-23: Escape closes it, but not one that the page needs itself; whoever invites again is warned, not stopped', async ({
  browser,
}) => {
  const visitor = await invited(browser, 'cart', /cart/i)
  await visitor.page.evaluate(() => {
    const mine = (event: KeyboardEvent) => event.key === 'Escape' && event.preventDefault()
    document.addEventListener('keydown', mine)
    Object.assign(window, { release: () => document.removeEventListener('keydown', mine) })
  })
  await visitor.page.keyboard.press('Escape')
  await expect(visitor.invitation()).toBeVisible()
  await visitor.page.evaluate(() => (window as unknown as { release(): void }).release())
  await visitor.page.keyboard.press('Escape')
  await expect(visitor.invitation()).toBeHidden()
  await expect(console.getByText(/closed the invitation and browses on/)).toBeVisible()

  await console.getByRole('button', { name: 'Start communication' }).click()
  await expect(console.getByText(/has refused an invitation during this visit/)).toBeVisible()
  await sendInvitation(console, 'Only one thing more')
  await expect(visitor.invitation()).toContainText('Only one thing more')
  await visitor.invitation().getByRole('button', { name: 'Start Chat' }).focus()
  await visitor.page.keyboard.press('Escape')
  await expect(visitor.invitation()).toBeHidden()
})

test('S-18, S-35: a hidden tab paints it when the visitor comes to it, and only then it counts as shown', async ({ browser }) => {
  const visitor = await Visitor.arrive(browser, 'about:blank')
  const bringToFront = await openBehind(visitor.page, `${beckon.shop}catalog/parts`)
  await engage(console, badge(console, /Parts/), 'Whenever you are back')
  await expect(console.getByText(/not shown yet/)).toBeVisible()
  await expect(console.getByText(/in a tab that is not in front/)).toBeVisible()
  await expect(visitor.invitation()).toBeHidden()
  await bringToFront()
  await expect(visitor.invitation()).toBeVisible()
  await expect(console.getByText(/· shown \d/)).toBeVisible()
})

test('S-35, MON-3: when the visitor leaves with it unanswered the operator is told, and nothing more is claimed', async ({
  browser,
}) => {
  await change(console, { pageChangeGrace: 1 })
  const visitor = await Visitor.arrive(browser, `${beckon.shop}help`)
  await expect(badge(console, /Help/)).toBeVisible()
  const live = await profile(console, badge(console, /Help/))
  await live.getByRole('button', { name: 'Start communication' }).click()
  await sendInvitation(console)
  await expect(live.getByText(/Sent .* delivered .* shown/)).toBeVisible()
  await visitor.context.close()
  await expect(badge(console, /Help/)).toHaveCount(0)
  await expect(live.getByText(/has left/).first()).toBeVisible()
  await expect(live.getByText(/sees it/)).toBeHidden()
})

test('S-35: sent to somebody who is just leaving it is undeliverable, with the reason', async ({ browser }) => {
  await change(console, { pageChangeGrace: 5 })
  const visitor = await Visitor.arrive(browser, `${beckon.shop}help/contact`)
  await badge(console, /Contact/).click({ button: 'right' })
  await console.getByRole('menuitem', { name: 'Engage in communication' }).click()
  await expect(console.getByRole('dialog', { name: /^Invite/ }).getByText(/Hello! I'm Ana/)).toBeVisible()
  await visitor.context.close()
  await sendInvitation(console)
  await expect(console.getByText(/undeliverable \d/).first()).toBeVisible()
  await expect(console.getByText(/The invitation did not arrive: The visitor left/)).toBeVisible()
  await expect(console.getByText(/has left/).first()).toBeVisible()
})

test('S-35, S-39: unanswered for its time it expires, on both screens', async ({ browser }) => {
  await change(console, { invitationExpiry: 2 })
  const visitor = await invited(browser, 'checkout', /Checkout/)
  await expect(visitor.invitation()).toBeHidden()
  await expect(console.getByText(/did not answer in time/)).toBeVisible()
  await expect(console.getByText(/expired \d/).first()).toBeVisible()
  await expect(console.getByRole('button', { name: 'Start communication' })).toBeEnabled()
})

test('S-36, S-37: of two operators one wins; the other sees whose visitor it is, before and at the clash', async ({
  browser,
}) => {
  const colleague = await join(browser, beckon, 'Bela')
  const visitor = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  // Bela has the dialog open when Ana sends.
  await badge(colleague, /Bikes/).click({ button: 'right' })
  await colleague.getByRole('menuitem', { name: 'Engage in communication' }).click()
  const dialog = colleague.getByRole('dialog', { name: /^Invite/ })
  await expect(dialog).toBeVisible()
  await engage(console, badge(console, /Bikes/), 'From Ana')
  await expect(visitor.invitation('Ana')).toContainText('From Ana')
  await expect(dialog.getByText(/Ana has invited/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Send' }).click()
  await expect(dialog.getByText(/Ana was first/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(badge(colleague, /Bikes/)).toHaveAccessibleName(/Invited by Ana/)
  await expect(colleague.getByText(/Ana has invited .* not answered yet/).first()).toBeVisible()
  await expect(colleague.getByRole('button', { name: 'Withdraw' })).toBeHidden()
  await expect(visitor.invitation('Bela')).toBeHidden()

  await visitor.accept('Rui')
  await expect(badge(colleague, 'Rui')).toHaveAccessibleName(/Talks with Ana/)
  await visitor.say('hello Ana')
  await expect(line(colleague, 'hello Ana')).toBeVisible()
  await expect(colleague.getByText(/Ana talks with Rui\. You can read along/)).toBeVisible()
  await expect(colleague.getByRole('textbox', { name: 'Message' })).toBeHidden()
})

test('S-44, QUE-3: the inviter is gone; the chat rings at a colleague, who takes it', async ({ browser }) => {
  const colleague = await join(browser, beckon, 'Bela')
  await change(console, { operatorAway: 1 })
  const visitor = await invited(browser, 'product/brass-bell', /Brass/, 'Ask me')
  await expect(badge(colleague, /Brass/)).toHaveAccessibleName(/Invited by Ana/)
  await console.context().close()
  await visitor.accept('Rui')
  await visitor.say('is anybody there?')
  await colleague.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect(badge(colleague, 'Rui')).toHaveAccessibleName(/Talks with Bela/)
  await expect(line(colleague, 'is anybody there?')).toBeVisible()
  await colleague.getByRole('textbox', { name: 'Message' }).fill('I am, this is Bela.')
  await colleague.keyboard.press('Enter')
  await expect(line(visitor.page, 'I am, this is Bela.')).toBeVisible()
})

test('S-44: nobody is there; the visitor leaves a message, and it stands in the profile', async ({ browser }) => {
  await change(console, { operatorAway: 1 })
  const visitor = await invited(browser, 'help/delivery', /Delivery/)
  const state = await console.context().storageState()
  await console.context().close()
  await visitor.page.getByRole('button', { name: 'Start Chat' }).click()
  await visitor.page.getByRole('button', { name: 'Start', exact: true }).click()
  const form = visitor.page.getByRole('form', { name: 'Leave a message' })
  await expect(form).toBeVisible()
  await form.getByLabel('E-mail', { exact: true }).fill('rui@example.org')
  await form.getByLabel('Message').fill('Please tell me about returns.')
  await form.getByRole('button', { name: 'Send' }).click()
  await expect(visitor.page.getByText('Thank you. Your message has been received')).toBeVisible()

  const again = await (await browser.newContext({ storageState: state })).newPage()
  await again.goto(beckon.console)
  await badge(again, /Delivery/).dblclick()
  await again.getByRole('tab', { name: 'Messages' }).click()
  await expect(again.getByText('Please tell me about returns.')).toBeVisible()
  await expect(again.getByText('rui@example.org')).toBeVisible()
})

test('S-18: of two tabs that answer at once one decides; both end in the same state', async ({ browser }) => {
  const visitor = await invited(browser, 'catalog/bikes', /Bikes/)
  const second = await visitor.tab(`${beckon.shop}catalog/parts`)
  await expect(visitor.invitation('Ana', second)).toBeVisible()
  await visitor.page.getByRole('button', { name: 'Start Chat' }).click()
  const start = visitor.page.getByRole('button', { name: 'Start', exact: true })
  await expect(start).toBeEnabled()
  // Both at the same moment: neither tab waits to see what the other did.
  const buttons = [start, visitor.invitation('Ana', second).getByRole('button', { name: 'Close' })]
  const both = await Promise.all(buttons.map((button) => button.elementHandle()))
  await Promise.all(both.map((button) => button?.evaluate((node) => (node as HTMLElement).click())))
  await expect(visitor.invitation('Ana', second)).toBeHidden()
  const accepted = console.getByRole('button', { name: 'Hold' })
  const declined = console.getByText(/closed the invitation and browses on/)
  await expect(accepted.or(declined)).toBeVisible()
  if (await accepted.isVisible()) {
    for (const page of [visitor.page, second]) await expect(visitor.composer(page)).toBeVisible()
  } else {
    await expect(visitor.page.getByText('This invitation is no longer open.')).toBeVisible()
    await expect(visitor.composer(second)).toBeHidden()
  }
  expect(visitor.errors).toEqual([])
})
