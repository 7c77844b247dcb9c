// Two who speak with each other: Ana at the console, Rui on the site, whose sound is in his own call window.
import { type Browser, expect, type Locator, type Page } from '@playwright/test'
import { chromium } from '../chromium'
import { Beckon } from './beckon'
import { allLeave, badge, engage, Visitor } from './people'
import { heardIn, listenIn, type Sound, soundOf, toneFlags } from './phone'
import { test } from './strangers'

/** Speaking is a server with calls, its operator, and a visitor. */
export class Speaking {
  private constructor(
    readonly browser: Browser,
    readonly beckon: Beckon,
    readonly console: Page,
    readonly visitor: Visitor,
  ) {}

  /** Starts a server with calls; the visitor opens the page at `of`, the shop's bikes unless another site is given. */
  static async begin(
    browser: Browser,
    of = async (beckon: Beckon, _console: Page) => `${beckon.shop}catalog/bikes`,
  ): Promise<Speaking> {
    const beckon = await Beckon.demo('--voice-listen', '127.0.0.1:0')
    const console = await (await browser.newContext()).newPage()
    await listenIn(console)
    await console.goto(beckon.link)
    await expect(console.getByRole('switch', { name: /Live Help/ })).toBeVisible()
    const page = await (await browser.newContext()).newPage()
    await page.goto(await of(beckon, console))
    return new Speaking(browser, beckon, console, Visitor.at(page))
  }

  /** The same with another console. */
  as(console: Page): Speaking {
    return new Speaking(this.browser, this.beckon, console, this.visitor)
  }

  async end(): Promise<void> {
    await allLeave(this.browser)
    await this.beckon.stop()
  }

  /** The operator's call bar. */
  get bar(): Locator {
    return this.console.getByRole('region', { name: /^Call with/ })
  }

  /** What the visitor's panel shows of the call. */
  get calling(): Locator {
    return this.visitor.page.getByRole('dialog', { name: 'Chat with operator' }).getByRole('group', { name: 'Voice chat' })
  }

  /** They are in a text chat. */
  async chat(title: RegExp = /Bikes/): Promise<void> {
    await engage(this.console, badge(this.console, title))
    await this.visitor.accept('Rui')
  }

  /** Ana calls, Rui accepts: his call window. */
  async accepted(): Promise<Page> {
    await this.console.getByRole('button', { name: 'Start voice chat' }).click()
    await expect(this.calling).toContainText('would like to talk by voice')
    return this.window(() => this.calling.getByRole('button', { name: 'Accept call' }).click())
  }

  /** What opens the call window is pressed; the window, with its microphone listened to. */
  async window(press: () => Promise<void>): Promise<Page> {
    await listenIn(this.visitor.context)
    const opened = this.visitor.context.waitForEvent('page')
    await press()
    const window = await opened
    await window.waitForLoadState()
    return window
  }

  /** Both are connected, each by such a candidate at both its ends. */
  async connected(window: Page, way: Partial<Sound> = { way: 'relay', their: 'relay' }): Promise<void> {
    await expect(this.bar).toHaveAttribute('data-call', 'connected')
    for (const page of [this.console, window])
      await expect.poll(async () => await soundOf(page)).toMatchObject({ state: 'connected', ...way })
  }

  /** Chat, call, connection. */
  async call(title?: RegExp): Promise<Page> {
    await this.chat(title)
    const window = await this.accepted()
    await this.connected(window)
    return window
  }

  async bothHear(window: Page): Promise<void> {
    for (const page of [this.console, window]) {
      const { bytes, energy } = await heardIn(page)
      expect(bytes).toBeGreaterThan(1000)
      expect(energy).toBeGreaterThan(0.01)
    }
  }
}

/** speaking are the two of a test. */
export let speaking: Speaking

/** launch is how a browser starts whose microphone hears a tone. */
export const launch = { ...chromium, args: [...chromium.args, ...toneFlags()] }

/** Each test has two who may speak with each other, and time for it. */
export function twoSpeak(): void {
  test.use({ launchOptions: launch })
  test.slow()
  test.beforeEach(async ({ browser }) => {
    speaking = await Speaking.begin(browser)
  })
  test.afterEach(async () => {
    const { errors } = speaking.visitor
    await speaking.end()
    expect(errors).toEqual([])
  })
}

/** silent waits until nothing listens on a page any more, and fails when that takes longer than `within` milliseconds. A window that has
 * closed listens to nobody. */
export async function silent(page: Page, within = 2000): Promise<void> {
  const live = async () => (page.isClosed() ? 0 : (await soundOf(page)).live)
  await expect.poll(live, { timeout: within, message: `microphones of ${page.url()}` }).toBe(0)
}

/** energyOf is how much has been heard on a page so far. */
export const energyOf = async (page: Page): Promise<number> => (await soundOf(page)).energy
