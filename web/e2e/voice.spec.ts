// Calls as the two people of them have them: the visitor's own call window, the operator's console, heard by WebRTC's own statistics.
import { expect, type Page } from '@playwright/test'
import { badge, goTo, line, sendInvitation } from './people'
import { heardIn } from './phone'
import { look } from './screens'
import { silent, speaking, twoSpeak } from './speaking'
import { test } from './strangers'

twoSpeak()

async function nobodyHears(window: Page): Promise<void> {
  for (const page of [speaking.console, window]) await nobodyHearsIn(page)
}

async function nobodyHearsIn(page: Page): Promise<void> {
  await page.waitForTimeout(500) // what was said before is on its way
  expect((await heardIn(page)).energy).toBeLessThan(0.0005)
}

test('S-27, S-28: the visitor chooses Voice chat in Start communication; Accept is all the operator presses; both are heard', async () => {
  const { bar, beckon, console, visitor } = speaking
  await visitor.page.getByRole('button', { name: 'Click for Live Help' }).click()
  const dialog = visitor.page.getByRole('dialog', { name: 'Start communication' })
  await dialog.getByLabel(/name/i).fill('Rui')
  await dialog.getByRole('radio', { name: 'Voice chat' }).check()
  const window = await speaking.window(() => dialog.getByRole('button', { name: 'Start', exact: true }).click())
  await expect(window).toHaveURL(`${beckon.url}/call`) // the key is out of sight
  await expect(window.getByText('Routing your call…')).toBeVisible()
  await expect(visitor.page.getByText('Routing your call…')).toBeVisible()
  await look(window, 'voice-routing')
  const request = console.getByRole('dialog', { name: 'Incoming chat request' })
  await expect(request).toContainText('voice chat')
  await request.getByRole('button', { name: 'Accept' }).click()
  await speaking.connected(window)
  await speaking.bothHear(window)
  await expect(window.getByText('Ana', { exact: true })).toBeVisible()
  const level = speaking.calling.getByRole('meter', { name: 'Your microphone' })
  await expect(level).not.toHaveJSProperty('value', 0)
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
  const { console, visitor } = speaking
  await badge(console, /Bikes/).dblclick()
  await console.getByRole('tab', { name: 'Live Communication' }).click()
  await console.getByRole('button', { name: 'Start voice chat' }).click()
  await sendInvitation(console)
  await visitor.page.getByRole('button', { name: 'Start Chat' }).click()
  const dialog = visitor.page.getByRole('dialog', { name: 'Open chat with operator' })
  await expect(dialog.getByRole('radio', { name: 'Voice chat' })).toBeChecked()
  expect(visitor.context.pages()).toHaveLength(1)
  const window = await speaking.window(() => dialog.getByRole('button', { name: 'Start', exact: true }).click())
  await console.getByRole('dialog', { name: 'Incoming call' }).getByRole('button', { name: 'Accept call' }).click()
  await speaking.connected(window)
  await speaking.bothHear(window)
})

test('S-32, HLD-1: a call is added to a text chat; mute and hold silence, resume brings back; the visitor hangs up on the page', async () => {
  const { bar, console } = speaking
  const window = await speaking.call()
  await speaking.bothHear(window)
  await speaking.calling.getByRole('button', { name: 'Mute' }).click()
  await expect(bar).toContainText(/muted|microphone is off/i)
  await expect(speaking.calling.getByRole('meter', { name: 'Your microphone' })).toHaveJSProperty('value', 0)
  await console.waitForTimeout(500)
  expect((await heardIn(console)).energy).toBeLessThan(0.0005)
  await expect(window.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await window.getByRole('button', { name: 'Unmute' }).click()
  await expect(speaking.calling.getByRole('button', { name: 'Mute' })).toBeVisible()
  await console.getByRole('button', { name: 'Hold', exact: true }).click()
  await expect(window.getByText(/on hold/i).first()).toBeVisible()
  await look(window, 'voice-hold')
  await nobodyHears(window)
  await console.getByRole('button', { name: 'Resume' }).click()
  await speaking.bothHear(window)
  await speaking.calling.getByRole('button', { name: 'Hang up' }).click()
  for (const page of [console, window]) await silent(page)
  await expect(line(console, /Rui hung up · 0:/)).toBeVisible()
})

test('VOI-1: the call goes on over page changes, and is shown and steered on each page', async () => {
  const { beckon, console, visitor } = speaking
  const window = await speaking.call()
  await visitor.page.goto(`${beckon.shop}help`)
  await expect(speaking.calling.getByRole('button', { name: 'Hang up' })).toBeVisible()
  await expect(speaking.calling).toContainText(/0:\d\d/)
  await speaking.bothHear(window)
  await visitor.page.goto('about:blank') // away from the site altogether
  await speaking.bothHear(window)
  await visitor.page.goto(`${beckon.shop}cart`)
  await speaking.calling.getByRole('button', { name: 'Hang up' }).click()
  for (const page of [console, window]) await silent(page)
})

test('by the keyboard: who signs out reads that the call ends; who hangs up writes on', async () => {
  const { bar, console } = speaking
  await speaking.call()
  await console.getByRole('button', { name: /Your menu/ }).press('Enter')
  await console.getByRole('menuitem', { name: 'Sign out' }).press('Enter')
  await expect(console.getByRole('alertdialog', { name: 'Sign out?' })).toContainText('The call ends.')
  await console.getByRole('button', { name: 'Stay' }).press('Enter')
  await bar.getByRole('button', { name: 'Hang up' }).press('Enter')
  await expect(bar).toHaveCount(0)
  await expect(console.getByRole('textbox', { name: 'Message' })).toBeFocused()
})

test('T-45: the call window loaded anew by F5 goes on with its call, without another press', async () => {
  const window = await speaking.call()
  await window.keyboard.press('F5') // heard by the page, not by a browser without a head
  await window.reload()
  await speaking.connected(window)
  await speaking.bothHear(window)
  // What was muted stays muted.
  await window.getByRole('button', { name: 'Mute' }).click()
  await window.keyboard.press('F5')
  await window.reload()
  await speaking.connected(window)
  await expect(window.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await nobodyHearsIn(speaking.console)
})

test('T-45: what nobody looks at ends no call; it is counted where the operator’s chats are', async () => {
  const { console, visitor } = speaking
  const window = await speaking.call()
  await speaking.bothHear(window)
  for (const page of [console, visitor.page, window])
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
      Object.defineProperty(document, 'hidden', { get: () => true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    })
  await speaking.bothHear(window)
  await expect(speaking.bar).toHaveAttribute('data-call', 'connected')
  await expect(console.getByRole('region', { name: 'Communication summary' })).toContainText('1 of them with a call')
  await goTo(console, 'Communication')
  await expect(console.getByRole('region', { name: 'My Communication' })).toContainText('1 call')
  await speaking.bothHear(window)
  await window.getByRole('button', { name: 'Hang up' }).click()
  await expect(console.getByRole('region', { name: 'My Communication' })).not.toContainText('1 call')
})

test('T-45: who closes the call window hangs up; the visitor calls again from the chat', async () => {
  const { console } = speaking
  const window = await speaking.call()
  await window.close()
  await expect(line(console, /Rui hung up/)).toBeVisible()
  await silent(console)
  const again = await speaking.window(() => speaking.calling.getByRole('button', { name: 'Voice chat' }).click())
  await console.getByRole('dialog', { name: 'Incoming call' }).getByRole('button', { name: 'Accept call' }).click()
  await speaking.connected(again)
  await speaking.bothHear(again)
})

test('a call that rings in the call window is accepted by a double click, too: its second half is for nothing', async () => {
  const { bar, console } = speaking
  const window = await speaking.call()
  await bar.getByRole('button', { name: 'Hang up' }).click()
  await silent(window)
  await console.getByRole('button', { name: 'Start voice chat' }).click()
  await expect(badge(console, /Bikes/)).toHaveAccessibleName(/A call with Ana rings/)
  await window.setViewportSize({ width: 380, height: 560 })
  const accept = window.getByRole('button', { name: 'Accept call' })
  await accept.hover()
  for (const clickCount of [1, 2]) {
    await window.mouse.down({ clickCount })
    await window.mouse.up({ clickCount })
    await expect(accept).toBeHidden()
  }
  await speaking.connected(window)
  await speaking.bothHear(window)
})

test('a microphone that is refused: the window says what to do, the text chat goes on, and it can be tried again', async () => {
  const { console, visitor } = speaking
  await speaking.chat()
  await console.getByRole('button', { name: 'Start voice chat' }).click()
  await visitor.context.addInitScript(() => {
    const real = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
    if (real)
      navigator.mediaDevices.getUserMedia = (constraints) =>
        (window as unknown as { allowed?: boolean }).allowed
          ? real(constraints)
          : Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  const window = await speaking.window(() => speaking.calling.getByRole('button', { name: 'Accept call' }).click())
  await expect(window.getByRole('button', { name: 'Try again' })).toBeVisible()
  await look(window, 'voice-refused')
  await visitor.composer().fill('I write meanwhile')
  await visitor.composer().press('Enter')
  await expect(line(console, 'I write meanwhile')).toBeVisible()
  await window.evaluate(() => Object.assign(globalThis, { allowed: true }))
  await window.getByRole('button', { name: 'Try again' }).click()
  await speaking.connected(window)
})

test('F-34: a restart of the server is told to both within 10 s, the text goes on, and the call is offered anew once', async () => {
  const { beckon, console } = speaking
  const window = await speaking.call()
  await beckon.kill()
  await beckon.up()
  const began = Date.now()
  await expect(line(console, /^The call was lost/)).toBeVisible({ timeout: 20_000 })
  expect(Date.now() - began).toBeLessThan(10_000)
  const card = console.getByRole('dialog', { name: 'Incoming call' })
  await expect(card).toBeVisible({ timeout: 20_000 })
  await card.getByRole('button', { name: 'Accept call' }).click()
  await speaking.connected(window)
  await speaking.bothHear(window)
})
