// DOC-1: the help page "Starting communication", step by step as it is written; with PICTURES=1 its pictures are made anew.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, expect, type Locator, type Page } from '@playwright/test'
import { BADGE, type Control, OTHER_WAY, STARTING_COMMUNICATION, type Step } from '../console/src/help/startingCommunication'
import { Beckon } from './beckon'
import { allLeave, badge, signIn, Visitor } from './people'
import { launch } from './speaking'
import { test } from './strangers'

const FOLDER = join(import.meta.dirname, '../console/public/help')
const pictureOf = (step: number): string => join(FOLDER, `starting-communication-${step}.png`)
const MAKE = Boolean(process.env.PICTURES)
const SIZE = { width: 1040, height: 650 }

// As where calls are possible: without a word on why they are not.
test.use({ launchOptions: launch })

let beckon: Beckon
let console: Page
let visitor: Visitor

test.beforeEach(async ({ browser }) => {
  beckon = await Beckon.demo('--voice-listen', '127.0.0.1:0')
  console = await signIn(browser, beckon, { viewport: SIZE, colorScheme: 'light' })
  visitor = await guest(browser)
})
test.afterEach(async ({ browser }) => {
  await allLeave(browser)
  await beckon.stop()
})

const guest = async (browser: Browser): Promise<Visitor> => {
  if (MAKE) for (const path of ['cart', 'catalog/parts', 'help']) await Visitor.arrive(browser, beckon.shop + path)
  const arrived = await Visitor.arrive(browser, `${beckon.shop}product/kestrel-3-speed`, { viewport: SIZE, colorScheme: 'light' })
  await expect(badge(console, /Kestrel/)).toBeVisible()
  if (MAKE) await console.getByRole('button', { name: 'Hide until the next sign-in' }).click()
  return arrived
}

/** The control that a step names, found as the help page says: by role and name. */
const find = (page: Page, { role, name }: Control): Locator => {
  if (role === 'badge') return name === BADGE ? badge(console, /Kestrel|Rui/) : badge(console, name)
  if (role === 'dialog') return page.getByRole('dialog', { name: new RegExp(`^${name}`) })
  return page.getByRole(role, { name, exact: true, includeHidden: role === 'tab' })
}

const run = async (step: Step): Promise<void> => {
  const page = step.place === 'console' ? console : visitor.page
  const control = find(page, step.control)
  switch (step.doing) {
    case 'press':
      await control.click()
      break
    case 'open-menu':
      await control.click({ button: 'right' })
      break
    case 'double-click':
      await control.dblclick()
      break
    case 'write':
      await control.fill('Hello Rui, which one are you looking at?')
      await control.press('Enter')
      break
    case 'look':
      break
  }
  await expect(find(page, step.shows)).toBeVisible()
  if (step.id === 'engage') await expect(console.getByText(/Reads: “/).filter({ visible: true })).toBeVisible()
}

const take = async (step: Step): Promise<void> => {
  if (!step.picture) return
  if (!MAKE) return expect(existsSync(pictureOf(step.picture)), `${pictureOf(step.picture)}: make it with PICTURES=1`).toBe(true)
  const page = step.place === 'console' ? console : visitor.page
  await page.mouse.move(2, 2)
  // Let what moves come to rest, so that pictures are the same every time.
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))))
  await page.screenshot({ path: pictureOf(step.picture), scale: 'css', animations: 'disabled', caret: 'hide' })
}

test('DOC-1: the steps of Starting communication lead from the badge to the talk', async () => {
  for (const step of STARTING_COMMUNICATION)
    await test.step(step.id, async () => {
      if (step.id === 'start') await visitor.page.getByRole('textbox', { name: 'Your name' }).fill('Rui')
      await run(step)
      await take(step)
    })
})

test('DOC-1: the other way leads to the same dialog', async () => {
  for (const step of OTHER_WAY) await test.step(step.id, () => run(step))
})

test('DOC-1: the help page shows every step with its picture', async () => {
  await console.getByRole('link', { name: 'Help' }).click()
  await expect(console.getByRole('heading', { name: 'Starting communication' })).toBeVisible()
  await expect(console.getByRole('listitem').filter({ has: console.getByRole('heading') })).toHaveCount(
    STARTING_COMMUNICATION.length + OTHER_WAY.length,
  )
  for (const { picture } of STARTING_COMMUNICATION) {
    if (!picture) continue
    // Width and height of a PNG stand in its first chunk.
    const file = readFileSync(pictureOf(picture))
    expect(file.readUInt32BE(16)).toBeLessThanOrEqual(1200)
    expect(file.length).toBeLessThan(300_000)
  }
  if (MAKE) return
  const pictures = console.getByRole('img', { name: /^Picture of this step/ })
  await expect(pictures).toHaveCount(STARTING_COMMUNICATION.filter(({ picture }) => picture).length)
})
