// A canned message brings its files along: attached under Settings, sent from a chat (CAN-1).
import { expect } from '@playwright/test'
import { goTo, line } from './people'
import { look } from './screens'
import { test } from './strangers'
import { console, talking, visitor } from './world'

talking()

const UPLOAD = '**/api/v1/canned/files'
const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`about ${name}`) })
const row = () => console.getByRole('listitem', { name: 'Leaflet' })
const files = () => row().getByRole('region', { name: 'Files' })

const choose = async (...names: string[]) => {
  const chooser = console.waitForEvent('filechooser')
  await files().getByRole('button', { name: 'Attach files' }).click()
  await (await chooser).setFiles(names.map(file))
}

const open = async () => {
  await goTo(console, 'Settings', 'Canned messages')
  await console.getByRole('button', { name: 'Add canned message' }).click()
  await console.getByLabel('Title').fill('Leaflet')
  await row().getByLabel('Text').fill('Here is our leaflet, %visitor%.')
}

test('CAN-1: files are attached, kept and taken off again, and go with the message in a chat', async () => {
  test.slow()
  await open()
  await row().getByLabel('Shortcut').fill('leaflet')
  await choose('leaflet.pdf', 'prices.txt')
  await expect(files().getByRole('link')).toHaveText(['leaflet.pdf', 'prices.txt'])
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
  await expect(row().getByText('2 files')).toBeVisible()
  await row().getByRole('button', { name: 'Edit Leaflet' }).click()
  await files().getByRole('button', { name: 'Remove prices.txt' }).click()
  await choose('map.png')
  await expect(files().getByRole('link')).toHaveText(['leaflet.pdf', 'map.png'])
  await look(console, 'canned-files')
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
  await console.reload()
  await row().getByRole('button', { name: 'Edit Leaflet' }).click()
  await expect(files().getByRole('link')).toHaveText(['leaflet.pdf', 'map.png'])

  const box = console.getByRole('textbox', { name: 'Message' })
  const attached = console.getByRole('list', { name: 'Attached files' }).getByRole('listitem')
  await console.getByRole('button', { name: 'Canned', exact: true }).click()
  await console.getByRole('option', { name: /Leaflet.*2 files/ }).click()
  await expect(attached).toHaveCount(2)
  await attached.first().getByRole('button', { name: 'Remove leaflet.pdf' }).click()
  await box.fill('')
  await box.pressSequentially('/leaf')
  await box.press('Enter')
  await expect(attached).toHaveCount(2)
  await look(console, 'canned-files-chosen')
  await console.getByRole('button', { name: 'Send' }).click()
  await expect(line(visitor.page, 'Here is our leaflet, Rui.')).toBeVisible()
  await expect(attached).toHaveCount(0)
  await expect(console.getByRole('log').getByText('leaflet.pdf')).toBeVisible()
  expect(visitor.errors).toEqual([])
})

test('CAN-1: what fails says why and is retried, what is on its way is cancelled; Save waits', async () => {
  await open()
  await console.route(UPLOAD, (route) =>
    route.fulfill({ status: 503, json: { status: 503, code: 'unavailable', detail: 'There is no room for files right now.' } }),
  )
  await choose('leaflet.pdf')
  await expect(files().getByText('Not attached: There is no room for files right now.')).toBeVisible()
  await expect(console.getByRole('button', { name: 'Save' })).toBeDisabled()
  await look(console, 'canned-files-failed')
  await console.unroute(UPLOAD)
  await files().getByRole('button', { name: 'Retry leaflet.pdf' }).click()
  await expect(files().getByRole('link', { name: 'leaflet.pdf' })).toBeVisible()
  await console.route(UPLOAD, () => {})
  await choose('endless.txt')
  await expect(files().getByRole('progressbar', { name: 'endless.txt goes up' })).toBeVisible()
  await files().getByRole('button', { name: 'Cancel endless.txt' }).click()
  await console.unroute(UPLOAD)
  await choose('1', '2', '3', '4', '5')
  await expect(files().getByText('A message has at most 5 files. Left out: 5.')).toBeVisible()
  await expect(files().getByRole('link')).toHaveCount(5)
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
})
