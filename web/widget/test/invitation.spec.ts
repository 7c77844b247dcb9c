// The invitation on the page (S-18 to S-27, S-39, S-42, S-45).
import { expect, test } from '@playwright/test'
import { anew, arrived, card, html, renew, server, site, visit } from './world'

anew()

test.describe('the invitation', () => {
  test('S-19 S-20 S-21 S-35 S-45 opens by itself, takes no focus, and says delivered, then shown', async ({ context }) => {
    site.pages.set('/', { html: html('', '<input autofocus>') })
    const { page } = await visit(context)
    await arrived()
    server.invite('See <b>this</b>: https://shop.example/a?b=1, or javascript:alert(1)')
    await expect(card(page)).toBeVisible()
    await expect(card(page)).toContainText('Ana')
    await expect(card(page)).toContainText('See <b>this</b>: https://shop.example/a?b=1, or javascript:alert(1)')
    const links = card(page).getByRole('link')
    await expect(links).toHaveCount(1)
    await expect(links).toHaveAttribute('href', 'https://shop.example/a?b=1')
    await expect(links).toHaveAttribute('rel', 'noopener noreferrer nofollow')
    await expect(card(page).getByRole('button', { name: 'Start Chat' })).toBeVisible()
    await expect
      .poll(() => server.received.map(({ type }) => type).filter((type) => type === 'delivered' || type === 'shown'))
      .toEqual(['delivered', 'shown'])
    await expect(page.locator('input')).toBeFocused()
    const close = await card(page).getByRole('button', { name: 'Close' }).boundingBox()
    expect(Math.min(close?.width ?? 0, close?.height ?? 0)).toBeGreaterThan(43.9)
  })

  test('S-18 S-22 S-23 closed in one tab it is gone from all, and no chat starts', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page: one } = await visit(context)
    const { page: two } = await visit(context)
    await arrived(2)
    server.invite()
    await expect(card(two)).toBeVisible()
    await card(one).getByRole('button', { name: 'Close' }).click()
    await expect(card(one)).toHaveCount(0)
    await expect(card(two)).toHaveCount(0)
    expect(server.of('decline').length).toBe(1)
    expect(server.of('accept').length).toBe(0)
  })

  test('S-22 Escape closes it unless the page used the key', async ({ context }) => {
    site.pages.set('/', {
      html: html('<script>addEventListener("keydown",(e)=>{if(window.busy)e.preventDefault()},true)</script>'),
    })
    const { page } = await visit(context)
    await arrived()
    server.invite()
    await expect(card(page)).toBeVisible()
    await page.evaluate(() => Object.assign(window, { busy: true }))
    await page.keyboard.press('Escape')
    await expect(card(page)).toBeVisible()
    await page.evaluate(() => Object.assign(window, { busy: false }))
    await page.keyboard.press('Escape')
    await expect(card(page)).toHaveCount(0)
    await expect.poll(() => server.of('decline').length).toBe(1)
  })

  test('S-22 closed while the line was down it stays closed, on the next page of the tab too, and the server is told', async ({
    context,
  }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    server.invite()
    await expect(card(page)).toBeVisible()
    const { port, invitation } = server
    await server.kill()
    await card(page).getByRole('button', { name: 'Close' }).click()
    // The server has not heard of it: the button leads elsewhere all the same.
    await page.getByRole('button', { name: 'Click for Live Help' }).click()
    await expect(page.getByRole('dialog', { name: 'Start communication' })).toBeVisible()
    await page.keyboard.press('Escape')
    // No card is there to be closed: nothing is forgotten either.
    await page.keyboard.press('Escape')
    await renew(port)
    Object.assign(server, { invitation })
    await page.reload()
    await expect.poll(() => server.of('decline').map(({ invitation: id }) => id), { timeout: 10_000 }).toEqual([invitation?.id])
    expect(server.of('delivered')).toEqual([])
    await expect(card(page)).toHaveCount(0)
    // Another invitation opens.
    server.invite('Once more?')
    await expect(card(page)).toContainText('Once more?')
  })

  test('S-39 unanswered it survives a page change; S-24 Cancel and Escape return to it', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    server.invite()
    await expect(card(page)).toBeVisible()
    await page.reload()
    await page.getByRole('button', { name: 'Start Chat' }).click()
    const dialog = page.getByRole('dialog', { name: 'Open chat with operator' })
    await expect(page.getByLabel('Your name optional')).toBeFocused()
    await expect(card(page)).toHaveCount(0)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('button', { name: 'Start Chat' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(card(page)).toBeVisible()
    expect(server.of('decline')).toEqual([])
    server.tell({ type: 'gone', invitation: server.invitation?.id ?? '', why: 'withdrawn' })
    await expect(card(page)).toHaveCount(0)
  })

  test('S-18 gone before Start was pressed: the dialog says so, and a press that was on its way starts nothing', async ({
    context,
  }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    server.invite()
    await page.getByRole('button', { name: 'Start Chat' }).click()
    const start = await page.getByRole('button', { name: 'Start', exact: true }).elementHandle()
    server.tell({ type: 'gone', invitation: server.invitation?.id ?? '', why: 'declined' })
    await expect(page.getByText('This invitation is no longer open.')).toBeVisible()
    await start?.evaluate((button) => (button as HTMLElement).click())
    await expect(page.getByText('This invitation is no longer open.')).toBeVisible()
    expect(server.of('accept')).toEqual([])
  })

  test('S-27 S-42 text is chosen, voice is listed with its reason', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await arrived()
    server.invite()
    await page.getByRole('button', { name: 'Start Chat' }).click()
    await expect(page.getByRole('radio', { name: 'Text chat' })).toBeChecked()
    const voice = page.getByRole('radio', { name: 'Voice chat' })
    await expect(voice).toBeDisabled()
    await expect(voice).toHaveAccessibleDescription('Ana has no microphone here.')
    await expect(page.getByRole('radio')).toHaveCount(2)
    // The keyboard goes round inside the dialog.
    for (const name of ['Text chat', 'Cancel', 'Start', 'Your name optional']) {
      await page.keyboard.press('Tab')
      await expect(
        page
          .getByRole('dialog')
          .getByLabel(name, { exact: true })
          .or(page.getByRole('button', { name, exact: true })),
      ).toBeFocused()
    }
  })
})
