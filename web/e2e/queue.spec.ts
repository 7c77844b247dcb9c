// Visitors ask, operators answer: routing, the queue, several chats at once.
import { type Browser, expect, test } from '@playwright/test'
import { accept, available, Caller, composer, incoming, profileOf, row, says, summary } from './callers'
import { change, goTo, join, line } from './people'
import { look } from './screens'
import { console as ana, beckon, onDuty } from './world'

onDuty()

const colleague = async (browser: Browser) => available(await join(browser, beckon, 'Ben'))

test('COM-5, COM-7: it rings at the first; declined it goes to the next; who accepts has the chat on Live Communication', async ({
  browser,
}) => {
  const ben = await colleague(browser)
  const rui = await Caller.arrive(beckon, 'catalog/bikes', 'Bikes')
  await rui.ask('Rui Costa')
  await expect(incoming(ana)).toContainText('Rui Costa')
  await expect(incoming(ana)).toContainText('text chat')
  await expect(incoming(ana)).toContainText('Bikes')
  await expect(incoming(ana).getByRole('timer')).toHaveText(/0:[0-3]\d/)
  await expect(ana).toHaveTitle('Chat request: Rui Costa')
  await expect(ana.locator('link[rel=icon]')).toHaveAttribute('href', /brand-waiting/)
  await expect(incoming(ben)).toBeHidden()
  await incoming(ana).getByRole('button', { name: 'Decline' }).click()
  await expect(incoming(ben)).toContainText('Rui Costa')
  await expect(incoming(ana)).toBeHidden()
  await expect(ana).toHaveTitle('Beckon')
  await ben.keyboard.press('Alt+A')
  await expect(profileOf(ben, 'Rui Costa').getByRole('tab', { name: 'Live Communication' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await expect(composer(ben)).toBeFocused()
  await rui.hears((frame) => frame.type === 'request' && frame.request.state === 'accepted')
  await says(ben, 'How can I help?')
  await rui.reads('How can I help?')
  await rui.say('Does it fit a child seat?')
  await expect(line(ben, 'Does it fit a child seat?')).toBeVisible()
  await expect(incoming(ana)).toBeHidden()
})

test('COM-5, QUE-1, QUE-2: unanswered it goes to the queue; Next takes the first, the others move up; Start chat and the menu take one', async () => {
  await change(ana, { responseTimeout: 1 })
  await goTo(ana, 'Communication')
  await expect(ana.getByText('Nobody waits.')).toBeVisible()
  const waits = async (name: string) => {
    const caller = await Caller.arrive(beckon, 'cart', `Cart of ${name}`)
    await caller.ask(name)
    await expect(row(ana, name)).toContainText(/In the queue.*not answered by Ana/)
    await expect(incoming(ana)).toBeHidden()
    return caller
  }
  const [sanne, noor] = [await waits('Sanne'), await waits('Noor')]
  const [jonas, rui] = [await waits('Jonas'), await waits('Rui Costa')]
  await noor.stands(2)
  await expect(ana.getByText('The request of Rui Costa stands in the queue now.')).toBeVisible()
  await expect(summary(ana)).toContainText(/Chats 4/)
  await expect(ana.getByRole('link', { name: 'Communication', exact: true })).toContainText('4')
  await ana.getByRole('main').getByRole('button', { name: 'Next' }).click()
  await sanne.reads(/Ana has joined/)
  await noor.stands(1)
  await expect(row(ana, 'Sanne')).toBeHidden()
  await row(ana, 'Jonas').click({ button: 'right' })
  await ana.getByRole('menuitem', { name: 'Accept' }).click()
  await jonas.reads(/Ana has joined/)
  await row(ana, 'Rui Costa').dblclick()
  await profileOf(ana, 'Rui Costa').getByRole('button', { name: 'Start chat' }).click()
  await rui.reads(/Ana has joined/)
  const queue = (name: string) => summary(ana).getByRole('group', { name, exact: true })
  const nextOf = (name: string) => queue(name).getByRole('button', { name: 'Next', exact: true })
  for (const name of ['Calls', 'MSG']) await expect(nextOf(name)).toBeDisabled()
  await look(ana, 'summary-waiting')
  const size = ana.viewportSize() ?? { width: 1280, height: 720 }
  await ana.setViewportSize({ width: 390, height: 844 })
  for (const name of ['Chats', 'Calls', 'MSG']) await expect(nextOf(name)).toBeInViewport({ ratio: 1 })
  await ana.setViewportSize(size)
  await nextOf('Chats').click()
  await noor.reads(/Ana has joined/)
  await expect(summary(ana)).toContainText(/In Progress 4/)
  await expect(queue('Chats')).toContainText('0')
  await expect(nextOf('Chats')).toBeDisabled()
  await expect(nextOf('Chats')).toBeVisible()
})

test('S-29, S-30: hold two and serve the third; a request never takes the keyboard from who is typing', async () => {
  const rui = await Caller.arrive(beckon, 'catalog/bikes', 'Bikes')
  await rui.ask('Rui Costa')
  await accept(ana)
  await composer(ana).pressSequentially('The rack is ')
  const sanne = await Caller.arrive(beckon, 'cart', 'Your cart')
  await sanne.ask('Sanne')
  await expect(incoming(ana)).toContainText('Sanne')
  await expect(composer(ana)).toBeFocused()
  await ana.keyboard.type('in stock')
  await expect(composer(ana)).toHaveValue('The rack is in stock')
  await expect(profileOf(ana, 'Rui Costa')).toBeVisible()
  await ana.getByRole('button', { name: 'Hold', exact: true }).click()
  await rui.reads(/hold/)
  await ana.keyboard.press('Alt+A')
  await expect(profileOf(ana, 'Sanne')).toBeVisible()
  await ana.getByRole('button', { name: 'Hold', exact: true }).click()
  await sanne.reads(/hold/)
  const noor = await Caller.arrive(beckon, 'checkout', 'Checkout')
  await noor.ask('Noor')
  await accept(ana)
  await says(ana, 'Good morning')
  await noor.reads('Good morning')
  await noor.say('Good morning, Ana')
  await expect(line(ana, 'Good morning, Ana')).toBeVisible()

  // COM-6: with three chats the fourth waits silently, until one ends.
  const jonas = await Caller.arrive(beckon, 'help', 'Help')
  await jonas.ask('Jonas')
  await expect(summary(ana)).toContainText(/Chats 1/)
  await expect(incoming(ana)).toBeHidden()
  await ana.getByRole('button', { name: 'End chat' }).click()
  await ana.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click()
  await expect(incoming(ana)).toContainText('Jonas')
  await incoming(ana).getByRole('button', { name: 'Queue' }).click()
  await expect(incoming(ana)).toBeHidden()
  await expect(summary(ana)).toContainText(/Chats 1/)

  // SUM-1: the overview tells of chats that are not in view, and leads to them.
  await summary(ana).getByRole('button', { name: 'Chat overview' }).click()
  await summary(ana).getByRole('button', { name: 'Open the conversation with Rui Costa' }).click()
  await expect(composer(ana)).toHaveValue('The rack is in stock')
  await ana.getByRole('button', { name: 'Resume' }).click()
  await rui.reads(/back|resumed|continues/i)
  await summary(ana).getByRole('button', { name: 'Open the conversation with Sanne' }).click()
  await rui.say('Are you there?')
  await expect(ana).toHaveTitle(/^\(1\) Beckon|Rui Costa has written/)
  await expect(summary(ana).getByRole('button', { name: 'Open the conversation with Rui Costa' })).toContainText(
    /1 unread message.*Are you there/,
  )
  await ana.reload()
  await expect(summary(ana).getByRole('button', { name: 'Open the conversation with Rui Costa' })).toContainText('1 unread')
})

test('COM-7, guarantee 4: it rings at all; the first has it, the others read who it was', async ({ browser }) => {
  const ben = await colleague(browser)
  await change(ana, { routing: 'ring-all' })
  const rui = await Caller.arrive(beckon, 'cart', 'Your cart')
  await rui.ask('Rui Costa')
  await expect(incoming(ana)).toBeVisible()
  await accept(ben)
  await expect(ana.getByText('Ben has taken this request')).toBeVisible()
  await expect(incoming(ana)).toBeHidden()
  await expect(summary(ana)).toContainText(/In Progress 0/)
})

test('the dialog can be answered while another is open, and what is composed there stays', async () => {
  await Caller.arrive(beckon, 'product/kestrel-3-speed', 'Kestrel')
  await ana.locator('[data-visit]').filter({ hasText: 'Kestrel' }).click({ button: 'right' })
  await ana.getByRole('menuitem', { name: 'Engage in communication' }).click()
  const composing = ana.getByRole('dialog', { name: /^Invite/ }).getByRole('textbox')
  await composing.fill('Good morning')
  const rui = await Caller.arrive(beckon, 'cart', 'Your cart')
  await rui.ask('Rui Costa')
  await expect(incoming(ana)).toBeVisible()
  await expect(composing).toBeFocused()
  await accept(ana)
  await rui.reads(/Ana has joined/)
  await expect(composing).toHaveValue('Good morning')
})

test('S-36: who waits can’t be invited; the badge says so, and the profile offers Start chat', async () => {
  await change(ana, { responseTimeout: 1 })
  const rui = await Caller.arrive(beckon, 'cart', 'Your cart')
  await rui.ask('Rui Costa')
  const badge = ana.getByRole('button', { name: /^Rui Costa.*Waits in the queue/ })
  await expect(badge).toBeVisible()
  await badge.click({ button: 'right' })
  await ana.getByRole('menuitem', { name: 'Engage in communication' }).click()
  await expect(profileOf(ana, 'Rui Costa').getByRole('button', { name: 'Start chat' })).toBeVisible()
  await expect(ana.getByRole('dialog', { name: /^Invite/ })).toBeHidden()
})

test('QUE-2: two clicks at once on Next or Start chat take one visitor', async () => {
  await change(ana, { responseTimeout: 1 })
  await goTo(ana, 'Communication')
  const names = ['Sanne', 'Noor', 'Jonas', 'Rui Costa', 'Lena']
  for (const name of names) {
    const caller = await Caller.arrive(beckon, 'cart', `Cart of ${name}`)
    await caller.ask(name)
    await expect(row(ana, name)).toContainText(/In the queue/)
    await expect(incoming(ana)).toBeHidden()
  }
  const taken = async (count: number) => {
    await expect(summary(ana)).toContainText(new RegExp(`In Progress ${count}.*Chats ${names.length - count}`))
    const stored = await ana.evaluate(async () => (await (await fetch('/api/v1/conversations')).json()).conversations.length)
    expect(stored).toBe(count)
  }
  const profile = (name: string) => profileOf(ana, name)
  await ana.getByRole('main').getByRole('button', { name: 'Next' }).dblclick()
  await expect(profile('Sanne')).toBeVisible()
  await taken(1)
  await ana.waitForTimeout(300) // within it whoever presses twice means it once
  await summary(ana).getByRole('group', { name: 'Chats' }).getByRole('button', { name: 'Next' }).dblclick()
  await expect(profile('Noor')).toBeVisible()
  await taken(2)
  // The next row comes under the pointer between the two clicks.
  const start = await row(ana, 'Jonas').getByRole('button', { name: 'Start chat' }).boundingBox()
  const [x, y] = [(start?.x ?? 0) + 20, (start?.y ?? 0) + 10]
  await ana.mouse.click(x, y)
  await expect(row(ana, 'Jonas')).toBeHidden()
  await ana.mouse.down({ clickCount: 2 })
  await ana.mouse.up({ clickCount: 2 })
  await expect(profile('Jonas')).toBeVisible()
  await taken(3)
})
