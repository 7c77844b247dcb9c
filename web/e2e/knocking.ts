// Visitors who knock at the site's button, with the widget in a browser of their own, and what they see while they wait and talk.
import { type Browser, expect, type Locator, type Page } from '@playwright/test'
import type { Beckon } from './beckon'
import { Visitor } from './people'

/** knocks has a visitor arrive, press Click for Live Help, give his name and press Start; he waits then. */
export async function knocks(browser: Browser, beckon: Beckon, path: string, name: string): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, beckon.shop + path)
  await visitor.page.getByRole('button', { name: 'Click for Live Help' }).click()
  const dialog = visitor.page.getByRole('dialog', { name: 'Start communication' })
  await dialog.getByLabel(/name/i).fill(name)
  await dialog.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(routing(visitor.page)).toBeVisible()
  return visitor
}

/** routing is the panel of a visitor who waits. */
export const routing = (page: Page): Locator => page.getByRole('dialog', { name: 'Routing your call…' })

/** chat is the panel of a visitor who is served. */
export const chat = (page: Page): Locator => page.getByRole('dialog', { name: 'Chat with operator' })

/** stands waits until a visitor reads this place in his panel. */
export const stands = (visitor: Visitor, place: number): Promise<void> =>
  expect(routing(visitor.page)).toContainText(`You are number ${place} in the queue.`)
