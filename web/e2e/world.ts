// What each test of a file has to itself: a server with the demo shop, an operator at her console, a visitor among the bikes.
import { type Browser, type Page, test } from '@playwright/test'
import { Beckon } from './beckon'
import { available, hangUp } from './callers'
import { allLeave, badge, engage, signIn, Visitor } from './people'

/** beckon is the server. */
export let beckon: Beckon
/** console is where Ana is signed in. */
export let console: Page
/** visitor is who looks at the bikes. */
export let visitor: Visitor

/** Each test has a server. */
export const served = (): void => anew(async () => {})

/** Each test has a server and Ana's console. */
export const signedIn = (): void => anew(comeAna)

/** The same, and Ana can be asked. */
export const onDuty = (): void =>
  anew(async (browser) => {
    await comeAna(browser)
    await available(console)
  })

/** Each test has Ana's console and a visitor on the site. */
export const visited = (): void => anew(comeBoth)

/** Each test has Ana in a chat with the visitor. */
export const talking = (): void =>
  anew(async (browser) => {
    await comeBoth(browser)
    await engage(console, badge(console, /Bikes/))
    await visitor.accept('Rui')
  })

function anew(begin: (browser: Browser) => Promise<void>): void {
  test.beforeEach(async ({ browser }) => {
    beckon = await Beckon.demo()
    await begin(browser)
  })
  test.afterEach(async ({ browser }) => {
    hangUp()
    await allLeave(browser)
    await beckon.stop()
  })
}

async function comeAna(browser: Browser): Promise<void> {
  console = await signIn(browser, beckon)
}

async function comeBoth(browser: Browser): Promise<void> {
  await comeAna(browser)
  visitor = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
}
