// What is kept of a conversation: canned messages by shortcut, notes, tags, rating, read marks, the archive.
import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { Beckon } from './beckon'
import { allLeave, badge, engage, goTo, join, line, signIn, Visitor } from './people'
import { look } from './screens'

let beckon: Beckon
let console: Page
let visitor: Visitor

test.beforeEach(async ({ browser }) => {
  beckon = await Beckon.demo()
  console = await signIn(browser, beckon)
  visitor = await Visitor.arrive(browser, `${beckon.shop}catalog/bikes`)
  await engage(console, badge(console, /Bikes/))
  await visitor.accept('Rui')
})
test.afterEach(async ({ browser }) => {
  await allLeave(browser)
  await beckon.stop()
})

const box = () => console.getByRole('textbox', { name: 'Message' })

const end = async () => {
  await console.getByRole('button', { name: 'End chat' }).click()
  await console.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click()
  await expect(visitor.page.getByText(/ended the chat/).first()).toBeVisible()
}

test('CAN-1: a message is saved as canned, found by / and its shortcut, filled when sent, counted and edited', async () => {
  test.slow()
  await box().fill('Our bells come from %site%.')
  await box().press('Enter')
  await line(console, 'Our bells come from').hover()
  await console.getByRole('button', { name: 'More for this message' }).last().click()
  await console.getByRole('menuitem', { name: 'Save as canned message' }).click()
  const dialog = console.getByRole('dialog', { name: 'Save as canned message' })
  await dialog.getByLabel('Title').fill('Bells')
  await dialog.getByLabel('Text').fill('Our bells come from %site%, %visitor%.')
  await dialog.getByLabel('Shortcut').fill('bells')
  await look(console, 'canned-save')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()

  await box().fill('Hello /be')
  const list = console.getByRole('listbox', { name: 'Canned messages' })
  await expect(list.getByRole('option', { name: /Bells/ })).toBeVisible()
  await look(console, 'canned-shortcut')
  await console.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await box().fill('')
  await box().fill('Hello /bel')
  await box().press('Enter')
  await expect(box()).toHaveValue('Hello Our bells come from %site%, %visitor%.')
  await box().press('Enter')
  await expect(line(visitor.page, ', Rui.')).toBeVisible()

  await goTo(console, 'Settings', 'Canned messages')
  const bells = console.getByRole('listitem', { name: 'Bells' })
  await console.reload()
  await expect(bells.getByText('sent once')).toBeVisible()
  await console.getByLabel('Search canned messages').fill('nothing like it')
  await expect(bells).toBeHidden()
  await console.getByLabel('Search canned messages').fill('/bells'.slice(1))
  await bells.getByRole('button', { name: 'Edit Bells' }).click()
  await bells.getByLabel('Only me').check()
  await bells.getByLabel('Shortcut').fill('No good')
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(bells.getByText('Use small letters')).toBeVisible()
  await bells.getByLabel('Shortcut').fill('bell')
  await look(console, 'canned-settings')
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
  await bells.getByRole('button', { name: 'Delete Bells' }).click()
  await bells.getByRole('button', { name: 'Undo changes of Bells' }).click()
  await expect(bells.getByRole('button', { name: 'Delete Bells' })).toBeVisible()
})

test('CHT-1: sent, delivered, read: both ways, when the tab is looked at', async () => {
  await visitor.page.bringToFront()
  await visitor.say('Do you have bells?')
  await console.bringToFront()
  await expect(line(console, 'Do you have bells?')).toBeVisible()
  await expect(visitor.page.getByText(/· read$/)).toBeVisible()
  await box().fill('We do.')
  await box().press('Enter')
  await visitor.page.bringToFront()
  await expect(console.getByRole('log').getByText(/read$/).last()).toBeVisible()
})

test('CHT-2, CHT-3, OPS-9: notes, tags, rating and transcript, and all of it in Conversations', async ({ browser }) => {
  // Many screens are looked at.
  test.slow()
  await visitor.say('Do you have RED bells? <b>Really</b> red ones')
  await expect(line(console, 'RED bells')).toBeVisible()
  await console.getByRole('button', { name: 'Add note' }).click()
  await console.getByRole('textbox', { name: 'Note' }).fill('Bought two bikes last year')
  await console.getByRole('button', { name: 'Save note' }).click()
  await expect(console.getByText('Note by Ana, not seen by the visitor')).toBeVisible()
  await console
    .getByRole('combobox', { name: 'Add tag' })
    .or(console.getByRole('textbox', { name: 'Add tag' }))
    .fill('Accessories')
  await console.keyboard.press('Enter')
  await expect(console.getByRole('button', { name: 'Remove tag accessories' })).toBeVisible()
  await look(console, 'chat-notes')
  await end()

  await expect(visitor.page.getByRole('group', { name: 'How was this chat?' })).toBeVisible()
  await visitor.page.getByRole('radio', { name: '4 stars' }).check({ force: true })
  await visitor.page.getByLabel(/Comment/).fill('Quick, thank you')
  await look(visitor.page, 'chat-rating')
  await visitor.page.getByRole('button', { name: 'Send rating' }).click()
  await expect(visitor.page.getByText('Thank you for your rating.')).toBeVisible()
  await look(visitor.page, 'chat-rated')
  const saving = visitor.page.waitForEvent('download')
  await visitor.page.getByRole('button', { name: 'Download transcript' }).click()
  const text = await readFile((await (await saving).path()) ?? '', 'utf8')
  expect(text).toContain('You: Do you have RED bells? <b>Really</b> red ones')
  expect(text).not.toContain('Bought two bikes')
  expect(await visitor.page.locator('body').innerText()).not.toContain('Bought two bikes')
  await expect(console.getByRole('img', { name: '4 of 5 stars' })).toBeVisible()

  await goTo(console, 'Conversations')
  const found = console.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
  await expect(found).toHaveCount(1)
  await look(console, 'archive')
  await console.getByRole('searchbox', { name: 'Search in conversations' }).fill('bell rea')
  await expect(console.locator('mark')).toHaveText(['bells', 'Really', 'red'].slice(0, 2))
  await expect(found).toContainText('<b>Really</b>')
  await expect(console).toHaveURL(/q=bell/)
  await console.getByRole('combobox', { name: 'Rating' }).selectOption('4 stars')
  await console.getByRole('combobox', { name: 'Tag', exact: true }).selectOption('accessories')
  await found.getByRole('button').click()
  const opened = console.getByRole('region', { name: 'Conversation with Rui' })
  await expect(opened.getByText('Bought two bikes last year')).toBeVisible()
  await expect(opened.getByText('“Quick, thank you”')).toBeVisible()
  await look(console, 'archive-open')
  await console.reload()
  await expect(opened.getByText('Bought two bikes last year')).toBeVisible()
  await opened.getByRole('button', { name: 'View profile' }).click()
  await expect(console.getByRole('tab', { name: 'General' })).toBeVisible()
  await console.keyboard.press('Escape')

  const exporting = console.waitForEvent('download')
  await console.getByRole('button', { name: 'Export' }).click()
  await console.getByRole('menuitem', { name: 'This list as CSV' }).click()
  const csv = await readFile((await (await exporting).path()) ?? '', 'utf8')
  expect(csv).toContain('"Rui"')
  expect(csv.trim().split('\r\n').length).toBe(2)

  await console.getByRole('combobox', { name: 'Rating' }).selectOption('1 star')
  await expect(console.getByText('Nothing is found this way.')).toBeVisible()
  await look(console, 'archive-none')
  await console.getByRole('button', { name: 'Clear filters' }).click()
  await expect(found).toHaveCount(1)

  const bert = await join(browser, beckon, 'Bert')
  await goTo(bert, 'Conversations')
  await expect(bert.getByRole('list', { name: 'Conversations' }).getByRole('listitem')).toHaveCount(1)
  await expect(bert.getByRole('button', { name: 'Export' })).toHaveCount(0)
})
