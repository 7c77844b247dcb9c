// Leave a message is open, and things change meanwhile (OFF-1).
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { anew, arrived, html, server, site, visit } from './world'

anew()

const form = (page: Page) => page.getByRole('form', { name: 'Leave a message' })

const open = async (context: BrowserContext): Promise<Page> => {
  server.available = false
  site.pages.set('/', { html: html('', '<main><h1>Shop</h1></main>') })
  const { page } = await visit(context)
  await arrived()
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await expect(form(page)).toBeVisible()
  return page
}

test('what is wrong with the address is unsaid as soon as it is corrected, and said only at Send', async ({ context }) => {
  const page = await open(context)
  const address = page.getByLabel('E-mail', { exact: true })
  const wrong = page.getByText('Please give an e-mail address')
  await address.fill('rui@')
  await expect(wrong).toBeHidden()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(wrong).toBeVisible()
  await expect(address).toHaveAttribute('aria-invalid', 'true')
  await address.pressSequentially('shop.example')
  await expect(wrong).toBeHidden()
  await expect(address).toHaveAttribute('aria-invalid', 'false')
  await expect(page.getByText('Please write a message.')).toBeVisible()
  await expect(address).toBeFocused()
})
