// What belongs to the chat beside the words: emoji, light markup, the sound (CHT-1, CHT-3); and the way there on difficult pages.
import { expect, type Page, test } from '@playwright/test'
import { clean } from './look'
import { anew, arrived, html, server, site, talk, visit, write } from './world'

anew()

const box = (page: Page) => page.getByRole('textbox', { name: 'Message' })

// An AudioContext that only counts.
const ear = `<script>
  window.heard = 0
  const part = () => ({ frequency: {}, gain: { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} },
    connect: (next) => next, start() { heard++ }, stop() {} })
  window.AudioContext = class { currentTime = 0; createOscillator = part; createGain = part }
</script>`
const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: number }).heard)

test.describe('in the chat', () => {
  test('a message has as many characters as the site allows', async ({ context }) => {
    site.pages.set('/', { html: html() })
    server.maxMessage = 10
    const { page } = await visit(context)
    await talk(page)
    await box(page).fill('🙂'.repeat(11))
    await expect(page.getByText('1 characters too many')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
    await box(page).fill('🙂'.repeat(10))
    await page.keyboard.press('Enter')
    await expect.poll(() => server.of('say').length).toBe(1)
  })

  test('emoji go where the cursor is, by keyboard alone; Escape closes the choice and not the chat', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    await box(page).fill('Hello you')
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Emoji' })).toBeFocused()
    await page.keyboard.press('Enter')
    const choice = page.getByRole('group', { name: 'Emoji' })
    await expect(choice.getByRole('button').first()).toBeFocused()
    expect(await choice.getByRole('button').count()).toBeGreaterThanOrEqual(60)
    await page.keyboard.press('Escape')
    await expect(choice).toBeHidden()
    await expect(page.getByRole('button', { name: 'Emoji' })).toBeFocused()
    await page.keyboard.press('Enter')
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key)
    await page.keyboard.press('ArrowRight')
    await expect(choice.getByRole('button').nth(1)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(choice).toBeHidden()
    await expect(box(page)).toBeFocused()
    await expect(box(page)).toHaveValue('Hello😄 you')
    await page.keyboard.type('!')
    await expect(box(page)).toHaveValue('Hello😄! you')
  })

  test('light markup is shown, other markup is text', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    server.say('operator', 'Take the *Kestrel*, code `K-3`:\n<b>no</b> _really_ https://a.example/x_y_z')
    const said = page.getByRole('log').locator('.said', { hasText: 'Kestrel' })
    await expect(said.locator('b')).toHaveText('Kestrel')
    await expect(said.locator('code')).toHaveText('K-3')
    await expect(said.locator('i')).toHaveText('really')
    await expect(said).toContainText('<b>no</b>')
    await expect(said.getByRole('link')).toHaveAttribute('href', 'https://a.example/x_y_z')
    await expect(said.locator('b')).toHaveCSS('display', 'inline')
    await expect(said.locator('i')).toHaveCSS('font-style', 'italic')
    await expect(said.locator('i')).toHaveCSS('float', 'none')
  })

  test('what was said minutes later has a time of its own', async ({ context }) => {
    site.pages.set('/', { html: html() })
    const { page } = await visit(context)
    await talk(page)
    const now = Date.now()
    for (const [text, ago] of [
      ['one', 20],
      ['two', 19],
      ['three', 2],
    ] as const)
      server.say('operator', text, { at: now - ago * 60e3 })
    await expect(page.getByText('three', { exact: true })).toBeVisible()
    await expect(
      page
        .locator('.row.operator')
        .filter({ hasText: /^Ana said: (one|two|three)/ })
        .locator('time'),
    ).toHaveCount(2)
  })

  test('the sound: not before a gesture, only for what would be missed, and not when it is switched off', async ({ context }) => {
    site.pages.set('/', { html: html(ear, '<input aria-label="Search">') })
    const { page } = await visit(context)
    await talk(page)
    server.say('operator', 'seen')
    await expect(page.getByText('seen', { exact: true })).toBeVisible()
    expect(await heard(page)).toBe(0)
    await page.getByRole('button', { name: 'Minimise' }).click()
    server.say('operator', 'missed')
    await expect.poll(() => heard(page)).toBe(2)
    await page.getByRole('button', { name: 'Chat with Ana, 1 unread' }).click()
    const sound = page.getByRole('button', { name: 'Sound' })
    await expect(sound).toHaveAttribute('aria-pressed', 'true')
    await sound.click()
    await expect(sound).toHaveAttribute('aria-pressed', 'false')
    await page.reload()
    await expect(page.getByRole('button', { name: 'Sound' })).toHaveAttribute('aria-pressed', 'false')
    await page.getByRole('button', { name: 'Minimise' }).click()
    server.say('operator', 'in silence')
    await expect(page.getByRole('button', { name: 'Chat with Ana, 1 unread' })).toBeVisible()
    expect(await heard(page)).toBe(0)
    await page.getByRole('button', { name: 'Chat with Ana, 1 unread' }).click()
    await page.getByRole('button', { name: 'Sound' }).click()
    expect(await heard(page)).toBe(2)
  })

  test('no sound on a page that was not touched', async ({ context }) => {
    site.pages.set('/', { html: html(ear) })
    const { page } = await visit(context)
    await talk(page)
    await page.getByRole('button', { name: 'Minimise' }).click()
    await page.reload()
    await expect(page.getByRole('button', { name: 'Chat with Ana' })).toBeVisible()
    server.say('operator', 'news')
    await expect(page.getByRole('button', { name: 'Chat with Ana, 1 unread' })).toBeVisible()
    expect(await heard(page)).toBe(0)
  })
})

const hostile =
  '<style>html>*,body *{all:unset!important;display:none!important;visibility:hidden!important;pointer-events:none!important}</style>'

test.describe('asking on pages that make it hard', () => {
  const asks = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Click for Live Help' }).click()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(page.getByText('You are number 2 in the queue.')).toBeVisible()
    server.acceptRequest()
    await write(page, 'hello')
    await expect.poll(() => server.of('say').map(({ text }) => text)).toEqual(['hello'])
  }

  for (const [what, head] of [
    ['everything hidden', hostile],
    ['additions to Object.prototype', '<script>Object.prototype.request={state:"waiting"};Object.prototype.ArrowUp=1</script>'],
    ['elements that closest does not find', '<script>Element.prototype.closest=()=>{throw new Error("no")}</script>'],
  ] as const)
    test(what, async ({ context }) => {
      site.pages.set('/', { html: html(head) })
      const { page, errors } = await visit(context)
      await asks(page)
      expect(errors).toEqual([])
    })

  test('a strict policy', async ({ context }) => {
    const policy = `default-src 'none'; script-src ${server.origin}; connect-src ${server.origin} ${server.origin.replace('http', 'ws')}`
    site.pages.set('/', { html: html(), headers: { 'Content-Security-Policy': policy } })
    const { page, errors } = await visit(context)
    const complaints: string[] = []
    page.on('console', (said) => said.type() === 'error' && !said.text().includes('favicon') && complaints.push(said.text()))
    await asks(page)
    expect([errors, complaints]).toEqual([[], []])
  })

  test('zoomed to 200 % on a small window everything can be reached and nothing runs over', async ({ context }) => {
    site.pages.set('/', { html: html('', '<main><h1>Shop</h1></main>') })
    const { page } = await visit(context)
    await page.setViewportSize({ width: 640, height: 360 })
    await arrived()
    await page.getByRole('button', { name: 'Click for Live Help' }).click()
    for (const name of ['Cancel', 'Start']) await page.getByRole('button', { name, exact: true }).scrollIntoViewIfNeeded()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await page.getByRole('button', { name: 'Leave a message' }).click()
    await clean(page)
    for (const name of ['Send', 'Back to the queue']) {
      await page.getByRole('button', { name }).scrollIntoViewIfNeeded()
      const at = await page.getByRole('button', { name }).boundingBox()
      expect((at?.y ?? 999) + (at?.height ?? 0)).toBeLessThanOrEqual(360)
      expect(at?.x).toBeGreaterThanOrEqual(0)
    }
  })
})
