// Who plays in a test: an operator at the console, a visitor on the site. They find things as people do, by their names on the screen.
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import type { Beckon } from './beckon'

/** Opens a console, signed in by the one-time link that the server printed. */
export async function signIn(browser: Browser, server: Beckon, options: object = {}): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(server.link)
  await expect(page.getByRole('switch', { name: /Live Help/ })).toBeVisible()
  return page
}

/** PASSWORD is what everybody chooses who is asked for a password. */
export const PASSWORD = 'four words of nobody'

/** Adds an operator with this name and opens his console; by the one-time link, and with the password that he is asked to choose. */
export async function join(browser: Browser, server: Beckon, name: string, options: object = {}): Promise<Page> {
  const link = await server.addOperator(name.toLowerCase(), '--name', name)
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('New password again').fill(PASSWORD)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('switch', { name: /Live Help/ })).toBeVisible()
  return page
}

/** Changes some of the settings, as another console would. */
export async function change(console: Page, settings: object): Promise<void> {
  await console.evaluate(async (some) => {
    const stored = await (await fetch('/api/v1/settings')).json()
    const answer = await fetch('/api/v1/settings', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...stored, ...some }),
    })
    if (!answer.ok) throw new Error(await answer.text())
  }, settings)
}

/** Goes to a page of the console by its own links, without loading it anew. */
export async function goTo(console: Page, ...names: string[]): Promise<void> {
  for (const name of names) await console.getByRole('navigation').getByRole('link', { name, exact: true }).click()
}

/** Opens Live Communication of a visitor. */
export async function profile(console: Page, who: Locator): Promise<Locator> {
  await who.dblclick()
  await console.getByRole('tab', { name: 'Live Communication' }).click()
  return console.getByRole('tabpanel', { name: 'Live Communication' })
}

/** Opens a page in a tab that is not in front: no frames are drawn, until the function returned brings it there. */
export async function openBehind(page: Page, url: string): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    const waiting: FrameRequestCallback[] = []
    const draw = window.requestAnimationFrame.bind(window)
    let hidden = true
    Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
    Object.defineProperty(document, 'hidden', { get: () => hidden })
    window.requestAnimationFrame = (frame) => (hidden ? waiting.push(frame) : draw(frame))
    const show = () => {
      hidden = false
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
      for (const frame of waiting.splice(0)) draw(frame)
    }
    Object.assign(window, { show })
  })
  await page.goto(url)
  return () => page.evaluate(() => (window as unknown as { show(): void }).show())
}

/** A visitor: a browser of its own, with as many tabs as wanted. */
export class Visitor {
  readonly context: BrowserContext
  page: Page
  /** Errors that any page of this visitor saw: there must be none. */
  readonly errors: string[] = []

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
    context.on('weberror', (e) => this.errors.push(String(e.error())))
  }

  /** A visitor whose page is open already. */
  static at(page: Page): Visitor {
    return new Visitor(page.context(), page)
  }

  static async arrive(browser: Browser, url: string, options: object = {}): Promise<Visitor> {
    const context = await browser.newContext(options)
    const visitor = new Visitor(context, await context.newPage())
    await visitor.page.goto(url)
    return visitor
  }

  async tab(url: string): Promise<Page> {
    const page = await this.context.newPage()
    await page.goto(url)
    return page
  }

  /** The incoming chat request (S-45). */
  invitation(from = 'Ana', page = this.page): Locator {
    return page.getByLabel(`Chat request from ${from}`)
  }

  /** Accepts: Start Chat, then Start. */
  async accept(name = ''): Promise<void> {
    await this.page.getByRole('button', { name: 'Start Chat' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Open chat with operator' })
    await expect(dialog).toBeVisible()
    if (name) await dialog.getByLabel(/name/i).fill(name)
    await dialog.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(this.composer()).toBeVisible()
  }

  composer(page = this.page): Locator {
    return page.getByRole('textbox', { name: /message/i })
  }

  async say(text: string, page = this.page): Promise<void> {
    await this.composer(page).fill(text)
    await page.getByRole('button', { name: 'Send' }).click()
  }
}

/** Everybody goes: no page of one test is in the way of the next. */
export async function allLeave(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close()
}

/** A line of the conversation that a page shows, console's or visitor's. */
export function line(page: Page, text: string | RegExp): Locator {
  return page.getByRole('log').getByText(text, { exact: false }).filter({ visible: true })
}

/** The badge of a visitor whose page has this title. */
export function badge(console: Page, title: string | RegExp): Locator {
  return console.locator('[data-visit]').filter({ hasText: title })
}

/** Invites by right-click and Engage in communication; the default text unless another is given. */
export async function engage(console: Page, who: Locator, text?: string): Promise<void> {
  await who.click({ button: 'right' })
  await console.getByRole('menuitem', { name: 'Engage in communication' }).click()
  await sendInvitation(console, text)
}

/** Sends what stands in the message dialog, or text. */
export async function sendInvitation(console: Page, text?: string): Promise<void> {
  const dialog = console.getByRole('dialog', { name: /^Invite/ })
  await expect(dialog).toBeVisible()
  if (text !== undefined) await dialog.getByRole('textbox').fill(text)
  await dialog.getByRole('button', { name: 'Send' }).click()
  await expect(dialog).toBeHidden()
}
