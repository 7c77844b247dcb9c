// Canned messages where they are written: what variables stand for, what an invitation can't carry, and what is shown when there are none.
import { expect } from '@playwright/test'
import { badge, engage } from './people'
import { look } from './screens'
import { test } from './strangers'
import { console, visited, visitor } from './world'

visited()

const used = (title: string) =>
  console.evaluate(async (title) => {
    const list: { title: string; used: number }[] = await (await fetch('/api/v1/canned')).json()
    return list.find((canned) => canned.title === title)?.used
  }, title)

// Makes a canned message with files as the settings do.
const make = (title: string, text: string, ...files: string[]) =>
  console.evaluate(
    async ([title, text, names]) => {
      const ids: string[] = []
      for (const name of names) {
        const form = new FormData()
        form.append('id', crypto.randomUUID().replaceAll('-', ''))
        form.append('file', new File([`about ${name}`], name))
        ids.push((await (await fetch('/api/v1/canned/files', { method: 'POST', body: form })).json()).id)
      }
      const body = JSON.stringify({ title, text, shortcut: title.toLowerCase(), files: ids })
      await fetch('/api/v1/canned', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
    },
    [title, text, files] as const,
  )

test('CAN-1: an invitation carries no files, and says so; its canned message is counted once it is sent', async () => {
  await make('Leaflet', 'Good day, %visitor%! Here is our leaflet.', 'leaflet.pdf', 'prices.txt')
  await badge(console, /Bikes/).click({ button: 'right' })
  await console.getByRole('menuitem', { name: 'Engage in communication' }).click()
  const box = console.getByRole('textbox', { name: 'Invitation' })
  await console.getByRole('button', { name: 'Canned', exact: true }).click()
  const offered = console.getByRole('option', { name: /Leaflet/ })
  await expect(offered).toContainText('2 files, not sent here')
  await offered.click()
  await expect(box).toHaveValue('Good day, %visitor%! Here is our leaflet.')
  const note = console.getByText('An invitation carries text only: leaflet.pdf, prices.txt are not sent.')
  await expect(note).toBeVisible()
  await look(console, 'canned-invitation')
  await box.fill('Something else')
  await expect(note).toBeHidden()
  await box.fill('')
  await box.pressSequentially('#leaf')
  await expect(console.getByRole('option', { name: /Leaflet/ })).toContainText('2 files, not sent here')
  await box.press('Enter')
  await expect(note).toBeVisible()
  await console.route('**/api/v1/invitations', (route) => route.abort())
  await console.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(console.getByRole('alert').filter({ hasText: /no answer|not answer/i })).toBeVisible()
  expect(await used('Leaflet')).toBe(0)
  await console.unroute('**/api/v1/invitations')
  await console.getByRole('button', { name: 'Send', exact: true }).click() // sent again: still made from it
  await expect(visitor.page.getByText('Here is our leaflet.').first()).toBeVisible()
  await expect.poll(() => used('Leaflet')).toBe(1)
})

test('S-11 CAN-1: in a chat a canned text shows what the visitor will read; / and # say so when there are none', async () => {
  await engage(console, badge(console, /Bikes/))
  await visitor.accept('Rui')
  const box = console.getByRole('textbox', { name: 'Message' })
  await make('Greeting', 'Good day %visitor%, %name% of %site% here.')
  await box.pressSequentially('/greet')
  await expect(console.getByRole('option', { name: /Greeting/ })).toBeVisible()
  await box.press('Enter')
  await expect(console.getByText(/Reads: “Good day Rui, Ana of .* here\.”/)).toBeVisible()
  await look(console, 'canned-preview')
  await console.getByRole('button', { name: 'Send' }).click()
  await expect(visitor.page.getByText(/Good day Rui, Ana of .* here\./).first()).toBeVisible()
  await expect.poll(() => used('Greeting')).toBe(1)

  await console.evaluate(async () => {
    for (const { id } of await (await fetch('/api/v1/canned')).json()) await fetch(`/api/v1/canned/${id}`, { method: 'DELETE' })
  })
  await console.reload()
  const none = box
    .locator('xpath=..')
    .getByText(/^No canned messages yet\. Make one/)
    .first()
  for (const trigger of ['/', '#']) {
    await box.fill('')
    await box.pressSequentially(trigger)
    await expect(none).toBeVisible()
    await box.press('Escape')
    await expect(none).toBeHidden()
  }
  await box.fill('')
  await box.pressSequentially('/')
  await look(console, 'canned-none')
  await box.pressSequentially('x')
  await expect(none).toBeHidden()
  await box.press('Backspace')
  await console.getByRole('link', { name: 'Settings, Canned messages' }).click()
  await expect(console.getByRole('button', { name: 'Add canned message' })).toBeVisible()
})
