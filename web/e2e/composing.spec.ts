// The message dialog: what stands in it, what is sent, and what the visitor reads.
import { expect, type Locator } from '@playwright/test'
import { badge, engage, goTo, join, sendInvitation, Visitor } from './people'
import { test } from './strangers'
import { beckon, console, signedIn } from './world'

signedIn()

const DEFAULT =
  'Hello! I\'m %name%. If you have any questions or requests I\'m ready to help you. Just click "Start Chat" button to start a conversation.'

const compose = async (title: RegExp): Promise<Locator> => {
  await badge(console, title).click({ button: 'right' })
  await console.getByRole('menuitem', { name: 'Engage in communication' }).click()
  const dialog = console.getByRole('dialog', { name: /^Invite/ })
  await expect(dialog).toBeVisible()
  return dialog
}
const save = async (page = console): Promise<void> => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
}
const withdraw = async (visitor: Visitor): Promise<void> => {
  await console.getByRole('button', { name: 'Withdraw' }).click()
  await expect(visitor.invitation()).toBeHidden()
}

test('S-08, S-09, S-14, S-34: the default stands ready, may go unchanged; blank text can’t be sent; over-long text says so', async ({
  browser,
}) => {
  const visitor = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  const dialog = await compose(/Bikes/)
  const text = dialog.getByRole('textbox', { name: 'Invitation' })
  const send = dialog.getByRole('button', { name: 'Send' })
  await expect(text).toBeFocused()
  await expect(text).toHaveValue(DEFAULT)
  for (const blank of ['', '  \n ', '\u200b\u00a0']) {
    await text.fill(blank)
    await expect(send).toBeDisabled()
  }
  await text.fill('é'.repeat(4002))
  await expect(dialog.getByText('2 characters too many: an invitation has at most 4,000.')).toBeVisible()
  await expect(send).toBeDisabled()
  await text.fill(DEFAULT)
  await send.click()
  await expect(visitor.invitation()).toContainText(DEFAULT.replace('%name%', 'Ana'))
})

test('S-10, S-11, S-41: the default is changed in Settings, with a preview, pending until Save; its variables are filled when sent', async ({
  browser,
}) => {
  const visitor = await Visitor.arrive(browser, `${beckon.shop}cart`)
  await goTo(console, 'Settings')
  const field = console.getByRole('textbox', { name: 'Default invitation' })
  await expect(field).toHaveValue(DEFAULT)
  await field.fill('Never sent')
  await expect(console.getByText('1 change is not saved yet.')).toBeVisible()
  await console.getByRole('button', { name: 'Discard' }).click()
  await expect(field).toHaveValue(DEFAULT)
  await field.fill('%name% of %site% greets %visitor% on %page%, %nothing% and 100%.')
  await expect(console.getByText(/Ana of Velo & Bell greets Site visitor on .*, %nothing% and 100%\./)).toBeVisible()
  await save()
  await console.reload()
  await expect(field).toHaveValue('%name% of %site% greets %visitor% on %page%, %nothing% and 100%.')
  await goTo(console, 'Monitor')
  await engage(console, badge(console, /cart/i))
  const read = 'Ana of Velo & Bell greets Site visitor on Your cart – Velo & Bell, %nothing% and 100%.'
  await expect(visitor.invitation()).toContainText(read)
  await expect(console.getByText(read).first()).toBeVisible()
})

test('S-11, S-12, S-40: with one operator Settings, General, Operator name gives the name; an empty one reads Operator', async ({
  browser,
}) => {
  const visitor = await Visitor.arrive(browser, `${beckon.shop}help`)
  await goTo(console, 'Settings')
  const name = console.getByRole('textbox', { name: 'Operator name' })
  await expect(name).toHaveValue('Ana')
  await name.fill('Dr. Ana Oliveira')
  await save()
  await goTo(console, 'Monitor')
  await engage(console, badge(console, /Help/))
  await expect(visitor.invitation('Dr. Ana Oliveira')).toContainText("Hello! I'm Dr. Ana Oliveira.")
  await expect(
    visitor
      .invitation('Dr. Ana Oliveira')
      .getByText('AO', { exact: true })
      .or(visitor.page.getByText('DO', { exact: true })),
  ).toBeVisible()
  await console.getByRole('button', { name: 'Withdraw' }).click()
  await goTo(console, 'Settings')
  await name.fill('')
  await save()
  await goTo(console, 'Monitor')
  await engage(console, badge(console, /Help/))
  await expect(visitor.invitation('Operator')).toContainText("Hello! I'm Operator.")
})

test('S-13: with more operators the name is under Departments; the same default gives two names', async ({ browser }) => {
  const colleague = await join(browser, beckon, 'Bela')
  const first = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  const second = await Visitor.arrive(browser, `${beckon.shop}catalog/parts`)
  await console.reload()
  await goTo(console, 'Settings')
  await expect(console.getByText('There is more than one operator')).toBeVisible()
  await expect(console.getByRole('textbox', { name: 'Operator name' })).toHaveCount(0)
  await goTo(console, 'Departments')
  await expect(console.getByRole('heading', { name: 'No department' })).toBeVisible()
  await console.getByRole('button', { name: /^Bela/ }).click()
  await console.getByRole('textbox', { name: 'Operator name' }).fill('Bela B.')
  await save()
  await goTo(console, 'Monitor')
  await engage(console, badge(console, /Bikes/))
  await engage(colleague, badge(colleague, /Parts/))
  await expect(first.invitation('Ana')).toContainText("Hello! I'm Ana.")
  await expect(second.invitation('Bela B.')).toContainText("Hello! I'm Bela B..")
})

test('S-16, S-17: Canned says that none is stored and makes one; it replaces an untouched default, else goes in at the cursor', async ({
  browser,
}) => {
  const visitor = await Visitor.arrive(browser, `${beckon.shop}checkout`)
  for (const [title, text] of [
    ['Sizes', 'Which size suits %visitor%?'],
    ['Delivery', 'We deliver in two days.'],
  ])
    await console.evaluate(
      (body) => fetch('/api/v1/canned', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }),
      JSON.stringify({ title, text }),
    )
  const dialog = await compose(/Checkout/)
  const text = dialog.getByRole('textbox', { name: 'Invitation' })
  const canned = console.getByRole('dialog', { name: 'Canned messages' })
  await dialog.getByRole('button', { name: 'Canned' }).click()
  await expect(canned.getByText('Sizes')).toBeVisible()
  await canned.getByRole('combobox', { name: 'Search canned messages' }).fill('deliver')
  await expect(canned.getByText('Sizes')).toBeHidden()
  await canned.getByText('Delivery').click()
  await expect(text).toHaveValue('We deliver in two days.')
  await expect(text).toBeFocused()
  await text.fill('Before. After.')
  await text.evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(8, 8))
  await dialog.getByRole('button', { name: 'Canned' }).click()
  await canned.getByText('Sizes').click()
  await expect(text).toHaveValue('Before. Which size suits %visitor%?After.')
  await dialog.getByRole('button', { name: 'Send' }).click()
  await expect(visitor.invitation()).toContainText('Before. Which size suits Site visitor?After.')
})

test('S-17: with no canned message stored, one is made on the spot', async ({ browser }) => {
  await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  await console.evaluate(async () => {
    for (const { id } of await (await fetch('/api/v1/canned')).json()) await fetch(`/api/v1/canned/${id}`, { method: 'DELETE' })
  })
  await console.reload()
  const dialog = await compose(/Bikes/)
  await dialog.getByRole('button', { name: 'Canned' }).click()
  const canned = console.getByRole('dialog', { name: 'Canned messages' })
  await expect(canned.getByText('No canned messages yet.')).toBeVisible()
  await canned.getByRole('button', { name: 'Create one' }).click()
  await canned.getByLabel('Title').fill('Greeting')
  await canned.getByLabel('Text').fill('Good day from %name%')
  await canned.getByRole('button', { name: 'Save and use' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Invitation' })).toHaveValue('Good day from %name%')
})

test('S-15, S-38: exactly what was typed arrives; markup is text, links are safe, hidden characters do no harm', async ({
  browser,
}) => {
  const visitor = await Visitor.arrive(browser, `${beckon.shop}product/brass-bell`)
  const typed =
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script> **no** javascript:alert(1) see https://velo.example/a?b=1&c="2" \u202eevil\u202c'
  await engage(console, badge(console, /Brass/), typed)
  const card = visitor.invitation()
  await expect(card).toContainText('<img src=x onerror="window.hit=1"><script>window.hit=1</script> **no** javascript:alert(1)')
  expect(await visitor.page.evaluate(() => 'hit' in window)).toBe(false)
  const link = card.getByRole('link')
  await expect(link).toHaveCount(1)
  await expect(link).toHaveAttribute('href', /^https:\/\/velo\.example\/a\?b=1&c=/)
  await expect(link).toHaveAttribute('rel', /noopener/)
  await expect(link).toHaveAttribute('target', '_blank')
  expect(await console.evaluate(() => 'hit' in window)).toBe(false)
  await expect(console.getByRole('tabpanel').getByRole('link', { name: /velo\.example/ })).toHaveAttribute('rel', /noopener/)
  await withdraw(visitor)
  const dialog = console.getByRole('button', { name: 'Start communication' })
  await dialog.click()
  await sendInvitation(console, 'line one\nline two')
  await expect(visitor.invitation()).toContainText(/line one\s+line two/)
  expect(visitor.errors).toEqual([])
})
