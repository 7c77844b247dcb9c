// OPS-2: over plain HTTP Beckon works, and says what is wrong with that.
import { expect } from '@playwright/test'
import { chromium } from '../chromium'
import { Beckon } from './beckon'
import { allLeave, badge, engage, line, signIn, Visitor } from './people'
import { test } from './strangers'

// As from another machine: a name that the browser doesn't take for its own machine, and no secure context.
const NAME = 'beckon.example'
test.use({ launchOptions: { ...chromium, args: [...chromium.args, `--host-resolver-rules=MAP ${NAME} 127.0.0.1`] } })

let beckon: Beckon
test.afterEach(async ({ browser }) => {
  await allLeave(browser)
  await beckon.stop()
})

test('OPS-2: on the machine itself the banner “not encrypted” can be put away until the next sign-in', async ({ browser }) => {
  beckon = await Beckon.demo()
  const console = await signIn(browser, beckon)
  const banner = console
    .getByRole('status')
    .filter({ hasText: 'Not encrypted: fine for trying out on this machine, not for use.' })
  await expect(banner).toBeVisible()
  await banner.getByRole('button', { name: 'Hide until the next sign-in' }).click()
  await expect(banner).toBeHidden()
  await console.reload()
  await expect(console.getByRole('switch', { name: /Live Help/ })).toBeVisible()
  await expect(banner).toBeHidden()
})

test('OPS-2: from elsewhere the banner “not encrypted” stays, and a talk works all the same', async ({ browser }) => {
  beckon = await Beckon.demoAt(NAME)
  const console = await signIn(browser, beckon)
  const banner = console.getByRole('status').filter({ hasText: 'Not encrypted: this console came over plain HTTP' })
  await expect(banner).toContainText('Put Beckon behind HTTPS before you use it.')
  await expect(banner.getByRole('button')).toHaveCount(0)
  expect(await console.evaluate(() => isSecureContext)).toBe(false)
  const visitor = await Visitor.arrive(browser, `${beckon.shop}cart`)
  await engage(console, badge(console, /cart/i))
  await visitor.accept('Rui')
  await visitor.say('over plain HTTP')
  await expect(line(console, 'over plain HTTP')).toBeVisible()
  await expect(banner).toBeVisible()
  expect(visitor.errors).toEqual([])
})
