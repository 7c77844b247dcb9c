// Calls from the operator's side: offered and taken, heard by WebRTC's own statistics, silent on mute and hold, over with hang-up.
import { type Browser, expect, type Locator, type Page } from '@playwright/test'
import { chromium } from '../chromium'
import { Beckon } from './beckon'
import { allLeave, badge, engage, goTo, join, line, sendInvitation, signIn, Visitor } from './people'
import { asksForVoice, heardIn, listenIn, Phone, soundOf, speaksForPhones, toneFlags } from './phone'
import { look } from './screens'
import { test } from './strangers'

test.use({ launchOptions: { ...chromium, args: [...chromium.args, ...toneFlags()] } })
test.slow()

let beckon: Beckon
let console: Page
let visitor: Visitor
let bar: Locator

test.beforeEach(async ({ browser }) => {
  beckon = await Beckon.demo('--voice-listen', '127.0.0.1:0')
  console = await (await browser.newContext()).newPage()
  await listenIn(console)
  await console.goto(beckon.link)
  await expect(console.getByRole('switch', { name: /Live Help/ })).toBeVisible()
  visitor = await arrive(browser, 'catalog/bikes')
  bar = console.getByRole('region', { name: 'Call with Rui' })
})
test.afterEach(async ({ browser }) => {
  await allLeave(browser)
  await beckon.stop()
})

async function arrive(browser: Browser, path: string): Promise<Visitor> {
  const page = await (await browser.newContext()).newPage()
  await speaksForPhones(page)
  await page.goto(beckon.shop + path)
  return Visitor.at(page)
}

/** A visitor in a text chat, whose call window is there. */
async function chat(who = visitor, title: RegExp = /Bikes/, name = 'Rui'): Promise<Phone> {
  await engage(console, badge(console, title))
  await who.accept(name)
  return Phone.open(who.context, who.page, beckon.url)
}

/** The operator calls, the visitor accepts, and both hear each other. */
async function call(phone: Phone): Promise<void> {
  await console.getByRole('button', { name: 'Start voice chat' }).click()
  await expect(bar).toContainText('Calling…')
  await expect.poll(() => phone.state()).toBe('ringing')
  await phone.call()
  await connected(phone)
}

async function connected(phone: Phone, page = console): Promise<void> {
  await expect(page.getByRole('region', { name: /^Call with/ })).toHaveAttribute('data-call', 'connected')
  await expect.poll(async () => (await soundOf(phone.page)).state).toBe('connected')
}

async function bothHear(phone: Phone, page = console): Promise<void> {
  for (const side of [page, phone.page]) {
    const { bytes, energy } = await heardIn(side)
    expect(bytes).toBeGreaterThan(1000)
    expect(energy).toBeGreaterThan(0.01)
  }
}

/** Nothing listens on this page, and that within 2 s. */
async function closed(page: Page): Promise<void> {
  await expect.poll(async () => (await soundOf(page)).live, { timeout: 2000 }).toBe(0)
}

test('S-32: Start voice chat in a text chat asks the visitor; both are heard, by the relay alone; hang-up closes the microphone', async () => {
  const phone = await chat()
  await call(phone)
  for (const page of [console, phone.page])
    expect(await soundOf(page)).toMatchObject({ state: 'connected', way: 'relay', their: 'relay' })
  await bothHear(phone)
  await expect(bar.locator('[data-quality="4"], [data-quality="3"]')).toBeVisible()
  await expect(badge(console, /Bikes/)).toHaveAccessibleName(/In a call with Ana/)
  await look(console, 'call')
  await bar.getByRole('button', { name: 'Hang up' }).click()
  for (const page of [console, phone.page]) await closed(page)
  await expect(bar).toHaveCount(0)
  await expect(line(console, 'Ana hung up')).toBeVisible()
  await expect(console.locator('[data-call-line]')).toHaveCount(3)
  await expect(badge(console, /Bikes/)).toHaveAccessibleName(/Talks with Ana/)
})

test('mute silences the operator alone; hold silences both, resume brings both back; the visitor’s hang-up ends it', async () => {
  const phone = await chat()
  await call(phone)
  await bar.getByRole('button', { name: 'Mute' }).click()
  await expect(bar).toContainText('You are muted')
  await console.waitForTimeout(500)
  expect((await heardIn(phone.page)).energy).toBeLessThan(0.0005)
  expect((await heardIn(console)).energy).toBeGreaterThan(0.01)
  await console.keyboard.press('Alt+s')
  await expect(bar.getByRole('button', { name: 'Mute' })).toBeVisible()
  await console.getByRole('button', { name: 'Hold', exact: true }).click()
  await expect(bar).toContainText('On hold: both microphones are off')
  await console.waitForTimeout(500)
  for (const page of [console, phone.page]) expect((await heardIn(page)).energy).toBeLessThan(0.0005)
  await look(console, 'call-hold')
  await console.getByRole('button', { name: 'Resume' }).click()
  await connected(phone)
  await bothHear(phone)
  await phone.hangUp()
  for (const page of [console, phone.page]) await closed(page)
  await expect(line(console, 'Rui hung up')).toBeVisible()
})

test('VOI-1: a visitor’s call rings wherever the operator is; accepted, it goes on whatever he looks at', async ({ browser }) => {
  const phone = await chat()
  await goTo(console, 'Settings')
  await phone.call()
  const card = console.getByRole('dialog', { name: 'Incoming call' })
  await expect(card).toContainText('Rui would like to talk by voice')
  await expect(console).toHaveTitle(/Call: Rui|Beckon/)
  await look(console, 'call-rings')
  await card.getByRole('button', { name: 'Decline call' }).click()
  await expect(card).toBeHidden()
  await expect.poll(() => phone.state()).toBe('ended')
  await closed(console)
  await phone.call()
  await card.getByRole('button', { name: 'Accept call' }).click()
  await connected(phone)
  await arrive(browser, 'help')
  await goTo(console, 'Monitor')
  await badge(console, /Help/).dblclick()
  await expect(bar).toHaveCount(0)
  await expect(console.getByRole('region', { name: 'Communication summary' })).toContainText(/0:0\d/)
  await bothHear(phone)
  await console.keyboard.press('Alt+o')
  for (const page of [console, phone.page]) await closed(page)
})

test('COM-5: who accepts a request for a voice chat is called without a second click', async () => {
  await expect(badge(console, /Bikes/)).toBeVisible() // his line stands
  await asksForVoice(visitor.page, 'Rui')
  const request = console.getByRole('dialog', { name: 'Incoming chat request' })
  await expect(request).toContainText('voice chat')
  const calls = console.getByRole('group', { name: 'Calls' })
  await expect(calls).toContainText('1')
  const phone = await Phone.open(visitor.context, visitor.page, beckon.url)
  await calls.getByRole('button', { name: 'Next' }).click()
  await expect(request).toBeHidden()
  await expect.poll(() => phone.has()).toBe(true)
  await phone.call()
  await connected(phone)
  await bothHear(phone)
})

test('S-32, S-33: without a conversation Start voice chat invites to a voice chat; the accepted one rings', async () => {
  await badge(console, /Bikes/).dblclick()
  await console.getByRole('tab', { name: 'Live Communication' }).click()
  await console.getByRole('button', { name: 'Start voice chat' }).click()
  await expect(console.getByRole('dialog', { name: /to a voice chat$/ })).toBeVisible()
  await look(console, 'call-invite')
  await sendInvitation(console)
  await expect(console.getByRole('region', { name: 'Invitation to a voice chat' })).toBeVisible()
  await visitor.accept('Rui')
  const phone = await Phone.open(visitor.context, visitor.page, beckon.url)
  await phone.call()
  await console.getByRole('dialog', { name: 'Incoming call' }).getByRole('button', { name: 'Accept call' }).click()
  await connected(phone)
})

test('a call moves to another window of the operator, and is taken up again by a page that is loaded anew', async () => {
  const phone = await chat()
  await call(phone)
  await console.reload()
  await connected(phone)
  await bothHear(phone)
  const other = await console.context().newPage()
  await listenIn(other)
  await other.goto(beckon.console)
  await other.getByRole('button', { name: 'Open the conversation with Rui' }).click()
  await expect(other.getByText('This call is in another window of yours')).toBeVisible()
  await look(other, 'call-elsewhere')
  await other.getByRole('button', { name: 'Move the call here' }).click()
  await connected(phone, other)
  await closed(console)
  await expect(bar).toContainText('This call is in another window of yours')
  await expect(bar).not.toContainText('hears nobody')
  await bothHear(phone, other)
  await other.close()
  await expect(bar).toContainText('If that window is closed, move the call here', { timeout: 20_000 })
  await look(console, 'call-unheard')
  await bar.getByRole('button', { name: 'Move the call here' }).click()
  await connected(phone)
  await bothHear(phone)
})

test('a window that asks again is found another way; one that lost its connection is connected anew', async () => {
  const phone = await chat()
  await call(phone)
  const made = () => console.evaluate(() => (window as unknown as { made: RTCPeerConnection[] }).made.length)
  const offered = () =>
    console.evaluate(() => (window as unknown as { made: RTCPeerConnection[] }).made.at(-1)?.localDescription?.sdp ?? '')
  const first = await offered()
  await phone.again()
  const ways = (sdp: string) => /a=ice-ufrag:(.*)/.exec(sdp)?.[1]
  await expect.poll(async () => ways(await offered())).not.toBe(ways(first))
  expect(await made()).toBe(1)
  await connected(phone)
  await bothHear(phone)
  await phone.again(0)
  await expect.poll(made).toBe(2)
  await connected(phone)
  await bothHear(phone)
})

test('one microphone at a time: a second call puts the first on hold, and resuming the first the second', async ({ browser }) => {
  const phone = await chat()
  await call(phone)
  const eva = await arrive(browser, 'help')
  const second = await chat(eva, /Help/, 'Eva')
  await second.call()
  const card = console.getByRole('dialog', { name: 'Incoming call' })
  await expect(card).toContainText('Your call with Rui goes on hold when you accept.')
  await look(console, 'call-second')
  await card.getByRole('button', { name: 'Accept call' }).click()
  await connected(second)
  await console.getByRole('button', { name: 'Open the conversation with Rui' }).click()
  await expect(bar).toContainText('On hold: both microphones are off')
  expect((await heardIn(phone.page)).energy).toBeLessThan(0.0005)
  await console.getByRole('button', { name: 'Resume' }).click()
  await connected(phone)
  await expect.poll(async () => (await heardIn(second.page, 1000)).energy).toBeLessThan(0.0005)
})

test('S-42: without a microphone, and with calls off, Start voice chat is disabled and says why', async ({ browser }) => {
  const phone = await chat()
  await console.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  await phone.call()
  const card = console.getByRole('dialog', { name: 'Incoming call' })
  await card.getByRole('button', { name: 'Accept call' }).click()
  await expect(console.getByText(/keeps the microphone from Beckon/).first()).toBeVisible()
  await expect(card).toBeVisible() // and rings on
  await card.getByRole('button', { name: 'Decline call' }).click()
  const start = console.getByRole('button', { name: 'Start voice chat' })
  await expect(start).toBeDisabled()
  await expect(start).toHaveAccessibleDescription(/keeps the microphone from Beckon/)

  const off = await Beckon.demo('--voice-listen', 'off')
  const other = await signIn(browser, off)
  await goTo(other, 'Settings', 'Voice')
  await expect(other.getByText(/Beckon was started with --voice-listen off/)).toBeVisible()
  await look(other, 'settings-voice-off')
  await other.context().close()
  await off.stop()
})

test('Settings → Voice: who receives calls, by which devices, by which way', async ({ browser }) => {
  await goTo(console, 'Settings', 'Voice')
  const direct = console.getByRole('checkbox', { name: 'Allow direct connections' })
  await expect(direct).not.toBeChecked()
  await expect(console.getByText('0 of 100 at most')).toBeVisible()
  await console.getByRole('button', { name: 'Test the microphone' }).click()
  const level = console.getByRole('meter', { name: 'How loud the microphone is' })
  await expect.poll(async () => Number(await level.getAttribute('aria-valuenow'))).toBeGreaterThan(30)
  await look(console, 'settings-voice')
  await console.getByRole('button', { name: 'Stop the test' }).click()
  await closed(console)
  await direct.check()
  await console.getByRole('checkbox', { name: 'I can receive voice calls' }).uncheck()
  const stored = () =>
    console.evaluate(async () => [await (await fetch('/api/v1/settings')).json(), await (await fetch('/api/v1/session')).json()])
  await expect.poll(async () => (await stored())[0].directCalls).toBe(true)
  await expect.poll(async () => (await stored())[1].operator.noCalls).toBe(true)

  // An administrator says it of others too.
  const ben = await join(browser, beckon, 'Ben')
  await goTo(console, 'Settings', 'Departments')
  await console.getByText('Ben', { exact: true }).click()
  const can = console.getByRole('checkbox', { name: 'Can receive voice calls' })
  await expect(can).toBeChecked()
  await can.uncheck()
  await console.getByRole('button', { name: 'Save' }).click()
  await goTo(ben, 'Settings', 'Voice')
  await expect(ben.getByRole('checkbox', { name: 'I can receive voice calls' })).not.toBeChecked()
  await ben.context().close()
})
