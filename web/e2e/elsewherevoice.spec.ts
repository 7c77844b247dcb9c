// Voice where the site or the browser stands in its way: a site that keeps microphones and other windows from its pages, and a microphone
// that is refused, by the browser's own leave.
import { expect, type Page } from '@playwright/test'
import { chromium } from '../chromium'
import type { Beckon } from './beckon'
import { Elsewhere } from './elsewhere'
import { line } from './people'
import { toneFlags } from './phone'
import { look } from './screens'
import { Speaking, silent } from './speaking'
import { test } from './strangers'

// The browser's own question about the microphone, which nobody answers for it.
const asking = toneFlags().filter((flag) => flag !== '--use-fake-ui-for-media-stream')
test.use({ launchOptions: { ...chromium, args: [...chromium.args, ...asking] } })
test.slow()

let speaking: Speaking
let site: Elsewhere | undefined
test.afterEach(async () => {
  await speaking.end()
  await site?.close()
  site = undefined
})

/** A site whose pages may not have the microphone, and share no group of windows with what they open. */
async function strict(beckon: Beckon, console: Page): Promise<string> {
  site = await Elsewhere.open()
  const shop = await (await fetch(beckon.shop)).text()
  const key = /data-site="([^"]+)"/.exec(shop)?.[1] ?? ''
  site.snippet = `<script async src="${beckon.url}/beckon.js" data-site="${key}"></script>`
  await console.evaluate(async (origin) => {
    const [mine] = await (await fetch('/api/v1/sites')).json()
    const answer = await fetch(`/api/v1/sites/${mine.id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ origins: [...mine.origins, origin] }),
    })
    if (!answer.ok) throw new Error(await answer.text())
  }, site.origin)
  return site.page('/', {
    title: 'Strict',
    headers: { 'Permissions-Policy': 'microphone=()', 'Cross-Origin-Opener-Policy': 'same-origin' },
  })
}

test('a site that keeps microphones from its pages and windows from each other: voice works in the own window, steered from the panel', async ({
  browser,
}) => {
  speaking = await Speaking.begin(browser, strict)
  const { beckon, console, visitor, calling } = speaking
  for (const page of [console, visitor.page]) await page.context().grantPermissions(['microphone'], { origin: beckon.url })
  const window = await speaking.call(/Strict/)
  // Only so is it known that the site's words hold.
  expect(await visitor.page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true }).then(String, String))).toContain(
    'NotAllowedError',
  )
  expect(await window.evaluate(() => opener === null)).toBe(true)
  await speaking.bothHear(window)
  await calling.getByRole('button', { name: 'Mute' }).click()
  await expect(window.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await expect(speaking.bar).toContainText(/muted/i)
  await calling.getByRole('button', { name: 'Hang up' }).click()
  for (const page of [console, window]) await silent(page)
  await expect(line(console, /Rui hung up/)).toBeVisible()
})

test('a microphone that the browser refuses, to the visitor: what to do is said, the text goes on, and with leave the call begins', async ({
  browser,
}) => {
  speaking = await Speaking.begin(browser)
  const { beckon, console, visitor } = speaking
  await console.context().grantPermissions(['microphone'], { origin: beckon.url })
  await speaking.chat()
  const window = await speaking.accepted()
  await expect(window.getByText(/Allow it/)).toBeVisible()
  await visitor.say('I write meanwhile')
  await expect(line(console, 'I write meanwhile')).toBeVisible()
  await visitor.context.grantPermissions(['microphone'], { origin: beckon.url })
  await window.getByRole('button', { name: 'Try again' }).click()
  await speaking.connected(window)
  await speaking.bothHear(window)
})

test('a microphone that the browser refuses, to the operator: nobody is called, and why is said; with leave he calls', async ({
  browser,
}) => {
  speaking = await Speaking.begin(browser)
  const { beckon, console, visitor, calling } = speaking
  await visitor.context.grantPermissions(['microphone'], { origin: beckon.url })
  await speaking.chat()
  const start = console.getByRole('button', { name: 'Start voice chat' })
  await start.click()
  await expect(start).toHaveAccessibleDescription(/keeps the microphone from Beckon/)
  await expect(calling).not.toContainText('would like to talk')
  await console.context().grantPermissions(['microphone'], { origin: beckon.url })
  await expect(start).toBeEnabled()
  await speaking.connected(await speaking.accepted())
})

test('a visitor who asks for a voice chat and has no microphone: the operator reads why no call comes, and the two write', async ({
  browser,
}) => {
  speaking = await Speaking.begin(browser)
  const { beckon, console, visitor } = speaking
  await console.context().grantPermissions(['microphone'], { origin: beckon.url })
  await visitor.page.getByRole('button', { name: 'Click for Live Help' }).click()
  const dialog = visitor.page.getByRole('dialog', { name: 'Start communication' })
  await dialog.getByLabel(/name/i).fill('Rui')
  await dialog.getByRole('radio', { name: 'Voice chat' }).check()
  const window = await speaking.window(() => dialog.getByRole('button', { name: 'Start', exact: true }).click())
  await console.getByRole('dialog', { name: 'Incoming chat request' }).getByRole('button', { name: 'Accept' }).click()
  const chat = console.getByRole('tabpanel', { name: 'Live Communication' })
  await expect(chat).toContainText('no call has come yet', { timeout: 20_000 })
  await look(console, 'call-none-yet')
  // On hold nobody can call: that is why none comes.
  await console.getByRole('button', { name: 'Hold', exact: true }).click()
  await expect(chat).toContainText('On hold')
  await expect(chat).not.toContainText('no call has come yet')
  await console.getByRole('button', { name: 'Resume' }).click()
  await window.getByRole('button', { name: 'Go on in text' }).click()
  await expect(chat).toContainText('The chat goes on in text')
  await visitor.say('I write then')
  await expect(line(console, 'I write then')).toBeVisible()
})
