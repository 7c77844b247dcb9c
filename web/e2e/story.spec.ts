// Three visitors knock with the widget, two operators answer at their consoles: everybody in a browser, by what stands on the screen.
import { expect, type Page } from '@playwright/test'
import { Beckon } from './beckon'
import { accept, available, composer, incoming, profileOf, row, says, summary } from './callers'
import { chat, knocks, routing, stands } from './knocking'
import { allLeave, change, goTo, join, line, signIn, type Visitor } from './people'
import { test } from './strangers'

test.slow()

let beckon: Beckon
let ana: Page
let ben: Page

test.beforeEach(async ({ browser }) => {
  beckon = await Beckon.demo()
  ana = await available(await signIn(browser, beckon))
  ben = await available(await join(browser, beckon, 'Ben'))
})
test.afterEach(async ({ browser }) => {
  await allLeave(browser)
  await beckon.stop()
})

const answers = (console: Page, button: string) => incoming(console).getByRole('button', { name: button }).click()

/** served waits until a visitor's panel is the chat with this operator. */
const served = async (visitor: Visitor, operator: string) => {
  await expect(chat(visitor.page)).toBeVisible()
  await expect(routing(visitor.page)).toBeHidden()
  await expect(chat(visitor.page)).toContainText(operator)
  await expect(visitor.composer()).toBeVisible()
}

/** talk has both sides say something, and both read it. */
const talk = async (console: Page, visitor: Visitor, question: string, answer: string) => {
  await visitor.say(question)
  await expect(line(console, question)).toHaveCount(1)
  await says(console, answer)
  await expect(line(visitor.page, answer)).toHaveCount(1)
}

test('COM-5, COM-7: it rings at one operator, the time runs out before his eyes; declined it goes to the next; both serve', async ({
  browser,
}) => {
  const rui = await knocks(browser, beckon, 'catalog/bikes', 'Rui Costa')
  await expect(incoming(ana)).toContainText('Rui Costa')
  await expect(incoming(ben)).toBeHidden()
  const timer = incoming(ana).getByRole('timer')
  await expect(timer).toBeVisible()
  await expect(timer).toHaveText(/^0:[0-3]\d$/)
  const seconds = async () => Number((await timer.innerText()).slice(2))
  const first = await seconds()
  await expect.poll(seconds).toBeLessThan(first)
  await expect(timer).toBeVisible()
  await answers(ana, 'Decline')
  await expect(incoming(ben)).toContainText('Rui Costa')
  await expect(incoming(ana)).toBeHidden()
  await expect(routing(rui.page)).toBeVisible()
  await accept(ben)
  await served(rui, 'Ben')
  await talk(ben, rui, 'Does it fit a child seat?', 'It does, up to 22 kg')

  // Declining is for one request: the next one rings at her again, while he goes on.
  const sanne = await knocks(browser, beckon, 'cart', 'Sanne')
  await expect(incoming(ana)).toContainText('Sanne')
  await expect(incoming(ben)).toBeHidden()
  await accept(ana)
  await served(sanne, 'Ana')
  await talk(ana, sanne, 'Do you deliver to Utrecht?', 'On Thursdays')
  await talk(ben, rui, 'And the price?', 'It is 69 euro')
  for (const [visitor, foreign] of [
    [rui, 'On Thursdays'],
    [sanne, 'It is 69 euro'],
  ] as const) {
    await expect(line(visitor.page, foreign)).toHaveCount(0)
    expect(visitor.errors).toEqual([])
  }
})

test('COM-5, QUE-1, QUE-2: unanswered they stand in the queue, and each reads how the place moves up as the others are taken', async ({
  browser,
}) => {
  await change(ana, { responseTimeout: 4 })
  for (const console of [ana, ben]) await goTo(console, 'Communication')
  const waits = async (path: string, name: string, place: number) => {
    const visitor = await knocks(browser, beckon, path, name)
    await expect(incoming(ana)).toContainText(name)
    await stands(visitor, place)
    await expect(incoming(ana)).toBeHidden()
    for (const console of [ana, ben]) await expect(row(console, name)).toContainText(/In the queue.*not answered by Ana/)
    return visitor
  }
  const rui = await waits('catalog/bikes', 'Rui Costa', 1)
  const sanne = await waits('cart', 'Sanne', 2)
  const noor = await waits('checkout', 'Noor', 3)
  await expect(incoming(ben)).toBeHidden()
  await expect(summary(ben)).toContainText(/Chats 3/)

  await ana.getByRole('main').getByRole('button', { name: 'Next' }).click()
  await served(rui, 'Ana')
  await stands(sanne, 1)
  await stands(noor, 2)
  await expect(row(ben, 'Rui Costa')).toBeHidden()
  await ben.getByRole('main').getByRole('button', { name: 'Next' }).click()
  await served(sanne, 'Ben')
  await stands(noor, 1)
  await expect(profileOf(ben, 'Sanne')).toBeVisible()
  await expect(summary(ben)).toContainText(/In Progress 1.*Chats 1/)
  await summary(ben).getByRole('group', { name: 'Chats', exact: true }).getByRole('button', { name: 'Next' }).click()
  await served(noor, 'Ben')
  await talk(ben, noor, 'At last', 'Thank you for waiting')
  await talk(ana, rui, 'Is it in stock?', 'Two of them')
  for (const visitor of [rui, sanne, noor]) expect(visitor.errors).toEqual([])
})

test('S-29 to S-31: hold two and serve the third: who is held reads it and can’t send', async ({ browser }) => {
  const held: Visitor[] = []
  for (const [name, path] of [
    ['Rui Costa', 'catalog/bikes'],
    ['Sanne', 'cart'],
  ] as const) {
    const visitor = await knocks(browser, beckon, path, name)
    await expect(incoming(ana)).toContainText(name)
    await accept(ana)
    await served(visitor, 'Ana')
    await expect(profileOf(ana, name)).toBeVisible()
    await talk(ana, visitor, `A question of ${name}`, `One moment, ${name}`)
    await ana.getByRole('button', { name: 'Hold', exact: true }).click()
    await expect(visitor.page.getByText(/Ana has put the chat on hold/).first()).toBeVisible()
    held.push(visitor)
  }
  const noor = await knocks(browser, beckon, 'checkout', 'Noor')
  await expect(incoming(ana)).toContainText('Noor')
  await accept(ana)
  await served(noor, 'Ana')
  await talk(ana, noor, 'My card is refused', 'Which one is it?')
  for (const visitor of held) {
    await visitor.composer().fill('Are you there?')
    await expect(visitor.page.getByRole('button', { name: 'Send' })).toBeDisabled()
    await visitor.composer().press('Enter')
    await expect(visitor.composer()).toHaveValue(/Are you there\?/)
    await expect(line(visitor.page, 'Are you there?')).toHaveCount(0)
    await expect(line(visitor.page, 'Which one is it?')).toHaveCount(0)
  }
  await talk(ana, noor, 'The blue one', 'Try it again now')

  const [rui, sanne] = held as [Visitor, Visitor]
  await summary(ana).getByRole('button', { name: 'Chat overview' }).click()
  await summary(ana).getByRole('button', { name: 'Open the conversation with Rui Costa' }).click()
  await expect(line(ana, 'A question of Rui Costa')).toBeVisible()
  await ana.getByRole('button', { name: 'Resume' }).click()
  await expect(rui.page.getByRole('button', { name: 'Send' })).toBeEnabled()
  await rui.page.getByRole('button', { name: 'Send' }).click()
  await expect(line(ana, 'Are you there?')).toHaveCount(1)
  await says(ana, 'I am')
  await expect(line(rui.page, 'I am')).toHaveCount(1)
  await expect(sanne.page.getByRole('button', { name: 'Send' })).toBeDisabled()
  await expect(composer(ana)).toBeFocused()
  for (const visitor of [...held, noor]) expect(visitor.errors).toEqual([])
})
