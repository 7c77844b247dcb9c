// Calls as the two people of them have them: the visitor's own call window, the operator's console, heard by WebRTC's own statistics.
import { type Browser, expect, type Locator, type Page } from '@playwright/test'
import { chromium } from '../chromium'
import { Beckon } from './beckon'
import { allLeave, badge, engage, line, sendInvitation, Visitor } from './people'
import { heardIn, listenIn, soundOf, toneFlags } from './phone'
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
  visitor = await arrive(browser)
  bar = console.getByRole('region', { name: /^Call with/ })
})
test.afterEach(async ({ browser }) => {
  expect(visitor.errors).toEqual([])
  await allLeave(browser)
  await beckon.stop()
})

async function arrive(browser: Browser): Promise<Visitor> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${beckon.shop}catalog/bikes`)
  return Visitor.at(page)
}

/** What opens the call window is pressed; the window, with its microphone listened to. */
async function callWindow(press: () => Promise<void>, before?: (page: Page) => Promise<void>): Promise<Page> {
  await listenIn(visitor.context)
  const opened = visitor.context.waitForEvent('page')
  await press()
  const page = await opened
  await before?.(page)
  await page.waitForLoadState()
  return page
}

async function connected(window: Page): Promise<void> {
  await expect(bar).toHaveAttribute('data-call', 'connected')
  for (const page of [console, window])
    await expect.poll(async () => await soundOf(page)).toMatchObject({ state: 'connected', way: 'relay', their: 'relay' })
}

async function bothHear(window: Page): Promise<void> {
  for (const page of [console, window]) {
    const { bytes, energy } = await heardIn(page)
    expect(bytes).toBeGreaterThan(1000)
    expect(energy).toBeGreaterThan(0.01)
  }
}

async function nobodyHears(window: Page): Promise<void> {
  await console.waitForTimeout(500) // what was said before is on its way
  for (const page of [console, window]) expect((await heardIn(page)).energy).toBeLessThan(0.0005)
}

/** Nothing listens on this page, and that within 2 s. A window that has closed listens to nobody. */
async function silent(page: Page): Promise<void> {
  await expect.poll(async () => (page.isClosed() ? 0 : (await soundOf(page)).live), { timeout: 2000 }).toBe(0)
}

const panel = () => visitor.page.getByRole('dialog', { name: 'Chat with operator' })
const calling = () => panel().getByRole('group', { name: 'Voice chat' })

/** Rui is in a text chat with Ana. */
async function chat(): Promise<void> {
  await engage(console, badge(console, /Bikes/))
  await visitor.accept('Rui')
}

/** Ana calls, Rui accepts. */
async function call(): Promise<Page> {
  await chat()
  await console.getByRole('button', { name: 'Start voice chat' }).click()
  await expect(calling()).toContainText('Ana would like to talk by voice')
  const window = await callWindow(() => calling().getByRole('button', { name: 'Accept call' }).click())
  await connected(window)
  return window
}

test('S-27, S-28: the visitor chooses Voice chat in Start communication; Accept is all the operator presses; both are heard', async () => {
  await visitor.page.getByRole('button', { name: 'Click for Live Help' }).click()
  const dialog = visitor.page.getByRole('dialog', { name: 'Start communication' })
  await dialog.getByLabel(/name/i).fill('Rui')
  await dialog.getByRole('radio', { name: 'Voice chat' }).check()
  const window = await callWindow(() => dialog.getByRole('button', { name: 'Start', exact: true }).click())
  await expect(window).toHaveURL(`${beckon.url}/call`) // the key is out of sight
  await expect(window.getByText('Routing your call…')).toBeVisible()
  await expect(visitor.page.getByText('Routing your call…')).toBeVisible()
  await look(window, 'voice-routing')
  const request = console.getByRole('dialog', { name: 'Incoming chat request' })
  await expect(request).toContainText('voice chat')
  await request.getByRole('button', { name: 'Accept' }).click()
  await connected(window)
  await bothHear(window)
  await expect(window.getByText('Ana', { exact: true })).toBeVisible()
  await look(window, 'voice-call')
  await look(visitor.page, 'voice-panel')
  await visitor.composer().fill('Text goes on beside it')
  await visitor.composer().press('Enter')
  await expect(line(console, 'Text goes on beside it')).toBeVisible()
  await expect(badge(console, /Bikes/)).toHaveAccessibleName(/In a call with Ana/)
  await bar.getByRole('button', { name: 'Hang up' }).click()
  for (const page of [console, window]) await silent(page)
  await expect(line(visitor.page, /Ana hung up · 0:/)).toBeVisible()
})

test('S-32: without a conversation Start voice chat invites to a voice chat, which is chosen beforehand; the microphone is asked for after Start only', async () => {
  await badge(console, /Bikes/).dblclick()
  await console.getByRole('tab', { name: 'Live Communication' }).click()
  await console.getByRole('button', { name: 'Start voice chat' }).click()
  await sendInvitation(console)
  await visitor.page.getByRole('button', { name: 'Start Chat' }).click()
  const dialog = visitor.page.getByRole('dialog', { name: 'Open chat with operator' })
  await expect(dialog.getByRole('radio', { name: 'Voice chat' })).toBeChecked()
  expect(visitor.context.pages()).toHaveLength(1)
  const window = await callWindow(() => dialog.getByRole('button', { name: 'Start', exact: true }).click())
  await console.getByRole('dialog', { name: 'Incoming call' }).getByRole('button', { name: 'Accept call' }).click()
  await connected(window)
  await bothHear(window)
})

test('S-32, HLD-1: a call is added to a text chat; mute and hold silence, resume brings back; the visitor hangs up on the page', async () => {
  const window = await call()
  await bothHear(window)
  await calling().getByRole('button', { name: 'Mute' }).click()
  await expect(bar).toContainText(/muted|microphone is off/i)
  await console.waitForTimeout(500)
  expect((await heardIn(console)).energy).toBeLessThan(0.0005)
  await expect(window.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await window.getByRole('button', { name: 'Unmute' }).click()
  await expect(calling().getByRole('button', { name: 'Mute' })).toBeVisible()
  await console.getByRole('button', { name: 'Hold', exact: true }).click()
  await expect(window.getByText(/on hold/i).first()).toBeVisible()
  await look(window, 'voice-hold')
  await nobodyHears(window)
  await console.getByRole('button', { name: 'Resume' }).click()
  await bothHear(window)
  await calling().getByRole('button', { name: 'Hang up' }).click()
  for (const page of [console, window]) await silent(page)
  await expect(line(console, /Rui hung up · 0:/)).toBeVisible()
})

test('VOI-1: the call goes on over page changes, and is shown and steered on each page', async () => {
  const window = await call()
  await visitor.page.goto(`${beckon.shop}help`)
  await expect(calling().getByRole('button', { name: 'Hang up' })).toBeVisible()
  await expect(calling()).toContainText(/0:\d\d/)
  await bothHear(window)
  await visitor.page.goto('about:blank') // away from the site altogether
  await bothHear(window)
  await visitor.page.goto(`${beckon.shop}cart`)
  await calling().getByRole('button', { name: 'Hang up' }).click()
  for (const page of [console, window]) await silent(page)
})

test('T-45: who closes the call window hangs up; the visitor calls again from the chat', async () => {
  const window = await call()
  await window.close()
  await expect(line(console, /Rui hung up/)).toBeVisible()
  await silent(console)
  const again = await callWindow(() => calling().getByRole('button', { name: 'Voice chat' }).click())
  await console.getByRole('dialog', { name: 'Incoming call' }).getByRole('button', { name: 'Accept call' }).click()
  await connected(again)
  await bothHear(again)
})

test('a microphone that is refused: the window says what to do, the text chat goes on, and it can be tried again', async () => {
  await chat()
  await console.getByRole('button', { name: 'Start voice chat' }).click()
  await visitor.context.addInitScript(() => {
    const real = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
    if (real)
      navigator.mediaDevices.getUserMedia = (constraints) =>
        (window as unknown as { allowed?: boolean }).allowed
          ? real(constraints)
          : Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  const window = await callWindow(() => calling().getByRole('button', { name: 'Accept call' }).click())
  await expect(window.getByRole('button', { name: 'Try again' })).toBeVisible()
  await look(window, 'voice-refused')
  await visitor.composer().fill('I write meanwhile')
  await visitor.composer().press('Enter')
  await expect(line(console, 'I write meanwhile')).toBeVisible()
  await window.evaluate(() => Object.assign(globalThis, { allowed: true }))
  await window.getByRole('button', { name: 'Try again' }).click()
  await connected(window)
})

test('F-34: a restart of the server is told to both within 10 s, the text goes on, and the call is offered anew once', async () => {
  const window = await call()
  await beckon.kill()
  await beckon.up()
  const began = Date.now()
  await expect(line(console, /^The call was lost/)).toBeVisible({ timeout: 20_000 })
  expect(Date.now() - began).toBeLessThan(10_000)
  const card = console.getByRole('dialog', { name: 'Incoming call' })
  await expect(card).toBeVisible({ timeout: 20_000 })
  await card.getByRole('button', { name: 'Accept call' }).click()
  await connected(window)
  await bothHear(window)
})
