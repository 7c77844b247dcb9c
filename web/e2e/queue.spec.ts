// Visitors ask, operators answer: routing, the queue, several chats at once. The visitors speak the public protocol from here, without a browser.
import { randomBytes } from 'node:crypto'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { WebSocket } from 'ws'
import type { Schemas, VisitorFrame, VisitorSends } from '../wire/frames'
import { Beckon } from './beckon'
import { allLeave, change, goTo, join, line, signIn } from './people'
import { look } from './screens'

let beckon: Beckon
let ana: Page
const callers: Caller[] = []

test.beforeEach(async ({ browser }) => {
  beckon = await Beckon.demo()
  ana = await available(await signIn(browser, beckon))
})
test.afterEach(async ({ browser }) => {
  for (const caller of callers.splice(0)) caller.leave()
  await allLeave(browser)
  await beckon.stop()
})

/** A visitor who asks for a chat: a line to the server and what came over it. */
class Caller {
  readonly #socket: WebSocket
  readonly #came: VisitorFrame[] = []
  #waiting: (() => void)[] = []
  conversation = ''

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as VisitorFrame
      if (frame.type === 'ping') this.#send({ type: 'pong' } as VisitorSends)
      if (frame.type === 'conversation') this.conversation = frame.conversation.id
      this.#came.push(frame)
      for (const wake of this.#waiting.splice(0)) wake()
    })
  }

  /** Opens a page of the shop. */
  static async arrive(path: string, title: string): Promise<Caller> {
    const sites = (await ana.evaluate(async () => (await fetch('/api/v1/sites')).json())) as Schemas['Site'][]
    const socket = new WebSocket(`ws://localhost:${beckon.port}/v1/visit`, {
      origin: beckon.url,
      headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    })
    const caller = new Caller(socket)
    callers.push(caller)
    await new Promise((opened, failed) => socket.once('open', opened).once('error', failed))
    caller.#send({
      type: 'hello',
      version: 1,
      site: sites[0]?.key ?? '',
      page: newID(),
      url: `${beckon.shop}${path}`,
      title,
      visible: true,
      focused: true,
    })
    await caller.hears((frame) => frame.type === 'welcome')
    return caller
  }

  async ask(name: string): Promise<void> {
    this.#send({ type: 'ask', id: newID(), name, kind: 'text' })
    await this.hears((frame) => frame.type === 'request')
  }

  async say(text: string): Promise<void> {
    await expect.poll(() => this.conversation).not.toBe('')
    this.#send({ type: 'say', conversation: this.conversation, id: newID(), text })
  }

  /** The place in the queue becomes this one. */
  async stands(place: number): Promise<void> {
    await this.hears((frame) => frame.type === 'request' && frame.request.place === place)
  }

  async reads(text: string | RegExp): Promise<void> {
    await this.hears((frame) => frame.type === 'message' && frame.message.text.search(text) >= 0)
  }

  leave(): void {
    this.#socket.close()
  }

  /** Waits until a frame has come that this is true of, also one that came before. */
  async hears(is: (frame: VisitorFrame) => boolean): Promise<void> {
    const until = Date.now() + 15_000
    while (!this.#came.some(is)) {
      const left = until - Date.now()
      if (left <= 0) throw new Error(`never came: ${is}; came: ${JSON.stringify(this.#came.slice(-8))}`)
      await Promise.race([
        new Promise<void>((wake) => this.#waiting.push(wake)),
        new Promise((late) => setTimeout(late, left).unref()),
      ])
    }
  }

  #send(frame: VisitorSends): void {
    this.#socket.send(JSON.stringify(frame))
  }
}

const newID = () => randomBytes(12).toString('base64url')

async function available(console: Page): Promise<Page> {
  const live = console.getByRole('switch', { name: /Live Help/ })
  if ((await live.getAttribute('aria-checked')) !== 'true') await live.click()
  await expect(live).toHaveAttribute('aria-checked', 'true')
  await expect(console.getByTitle('Connected')).toBeVisible()
  return console
}

const colleague = async (browser: Browser) => available(await join(browser, beckon, 'Ben'))
const incoming = (console: Page) => console.getByRole('dialog', { name: 'Incoming chat request' })
const accept = (console: Page) => incoming(console).getByRole('button', { name: 'Accept' }).click()
const summary = (console: Page) => console.getByRole('region', { name: 'Communication summary' })
const row = (console: Page, name: string): Locator => console.getByRole('row').filter({ hasText: name })
const composer = (console: Page) => console.getByRole('textbox', { name: 'Message' })
const profileOf = (console: Page, name: string) => console.getByRole('region', { name: new RegExp(name) })

async function says(console: Page, text: string): Promise<void> {
  await composer(console).fill(text)
  await console.keyboard.press('Enter')
}

test('COM-5, COM-7: it rings at the first; declined it goes to the next; who accepts has the chat on Live Communication', async ({
  browser,
}) => {
  const ben = await colleague(browser)
  const rui = await Caller.arrive('catalog/bikes', 'Bikes')
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
    const caller = await Caller.arrive('cart', `Cart of ${name}`)
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
  const rui = await Caller.arrive('catalog/bikes', 'Bikes')
  await rui.ask('Rui Costa')
  await accept(ana)
  await composer(ana).pressSequentially('The rack is ')
  const sanne = await Caller.arrive('cart', 'Your cart')
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
  const noor = await Caller.arrive('checkout', 'Checkout')
  await noor.ask('Noor')
  await accept(ana)
  await says(ana, 'Good morning')
  await noor.reads('Good morning')
  await noor.say('Good morning, Ana')
  await expect(line(ana, 'Good morning, Ana')).toBeVisible()

  // COM-6: with three chats the fourth waits silently, until one ends.
  const jonas = await Caller.arrive('help', 'Help')
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
  const rui = await Caller.arrive('cart', 'Your cart')
  await rui.ask('Rui Costa')
  await expect(incoming(ana)).toBeVisible()
  await accept(ben)
  await expect(ana.getByText('Ben has taken this request')).toBeVisible()
  await expect(incoming(ana)).toBeHidden()
  await expect(summary(ana)).toContainText(/In Progress 0/)
})

test('the dialog can be answered while another is open, and what is composed there stays', async () => {
  await Caller.arrive('product/kestrel-3-speed', 'Kestrel')
  await ana.locator('[data-visit]').filter({ hasText: 'Kestrel' }).click({ button: 'right' })
  await ana.getByRole('menuitem', { name: 'Engage in communication' }).click()
  const composing = ana.getByRole('dialog', { name: /^Invite/ }).getByRole('textbox')
  await composing.fill('Good morning')
  const rui = await Caller.arrive('cart', 'Your cart')
  await rui.ask('Rui Costa')
  await expect(incoming(ana)).toBeVisible()
  await expect(composing).toBeFocused()
  await accept(ana)
  await rui.reads(/Ana has joined/)
  await expect(composing).toHaveValue('Good morning')
})

test('S-36: who waits can’t be invited; the badge says so, and the profile offers Start chat', async () => {
  await change(ana, { responseTimeout: 1 })
  const rui = await Caller.arrive('cart', 'Your cart')
  await rui.ask('Rui Costa')
  const badge = ana.getByRole('button', { name: /^Rui Costa.*Waits in the queue/ })
  await expect(badge).toBeVisible()
  await badge.click({ button: 'right' })
  await ana.getByRole('menuitem', { name: 'Engage in communication' }).click()
  await expect(profileOf(ana, 'Rui Costa').getByRole('button', { name: 'Start chat' })).toBeVisible()
  await expect(ana.getByRole('dialog', { name: /^Invite/ })).toBeHidden()
})

test('QUE-3: the operator’s browser is closed; the chat rings at a colleague, before newcomers, with all that was said', async ({
  browser,
}) => {
  const ben = await colleague(browser)
  await change(ana, { operatorAway: 1 })
  const rui = await Caller.arrive('cart', 'Your cart')
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
  const rui = await Caller.arrive('cart', 'Your cart')
  await rui.ask('Rui Costa')
  await accept(ana)
  const sanne = await Caller.arrive('checkout', 'Checkout')
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

test('screens of requests and queue: empty and full, without findings', async () => {
  test.slow()
  await change(ana, { responseTimeout: 120 })
  await goTo(ana, 'Communication')
  await look(ana, 'communication-empty')
  const rui = await Caller.arrive('cart', 'Your cart')
  await rui.ask('Rui Costa')
  await accept(ana)
  await says(ana, 'How can I help?')
  const sanne = await Caller.arrive('checkout', 'Checkout')
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
})
