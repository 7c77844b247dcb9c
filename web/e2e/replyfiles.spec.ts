// A canned message's files, and the operator's own, go with the answer to an off-line message (CAN-1, OFF-2).
import { expect, test } from '@playwright/test'
import { leave, setUpMail } from './letters'
import { mail, mailed } from './mail'
import { goTo } from './people'
import { look } from './screens'
import { beckon, console, signedIn } from './world'

test.slow()

mailed()
signedIn()

const reply = () => console.getByRole('form', { name: 'Reply' })
const box = () => console.getByLabel('Reply text')
const attached = () => reply().getByRole('list', { name: 'Attached files' }).getByRole('listitem')
const file = (name: string, content: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer: content })

const attach = async (...files: ReturnType<typeof file>[]) => {
  const chooser = console.waitForEvent('filechooser')
  await reply().getByRole('button', { name: 'Attach a file' }).click()
  await (await chooser).setFiles(files)
}

// A file as it stands in a mail.
const enclosed = (whole = '', name: string) => {
  const part = whole.split(/^--[\da-f]{60}(?:--)?$/m).find((one) => one.includes(`filename=${name}`)) ?? ''
  return Buffer.from(part.split('\n\n')[1] ?? '', 'base64')
}

const openMessage = async () => {
  await goTo(console, 'Communication')
  await console.getByRole('link', { name: 'Message board' }).click()
  await console.getByRole('listitem').getByRole('link', { name: /Gerda/ }).click()
}

async function makeLeaflet(content: Buffer): Promise<void> {
  await goTo(console, 'Settings', 'Canned messages')
  await console.getByRole('button', { name: 'Add canned message' }).click()
  const row = console.getByRole('listitem', { name: 'Leaflet' })
  await console.getByLabel('Title').fill('Leaflet')
  await row.getByLabel('Text').fill('Here is our leaflet, %visitor%.')
  await row.getByLabel('Shortcut').fill('leaflet')
  const chooser = console.waitForEvent('filechooser')
  await row.getByRole('button', { name: 'Attach files' }).click()
  await (await chooser).setFiles([file('leaflet.pdf', content)])
  await expect(row.getByRole('link', { name: 'leaflet.pdf' })).toBeVisible()
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
}

test('CAN-1 OFF-2: a canned message chosen in a reply brings its file, which arrives byte for byte; its use is counted', async ({
  browser,
}) => {
  const leaflet = Buffer.from(Array.from({ length: 70_001 }, (_, i) => (i * 7919) % 251))
  const own = Buffer.from('every price\n')
  await setUpMail(console, mail)
  await makeLeaflet(leaflet)
  await leave(browser, beckon, { name: 'Gerda', email: 'gerda@home.example', subject: 'Your bells', text: 'Have you a leaflet?' })
  await openMessage()
  await reply().getByRole('button', { name: 'Canned', exact: true }).click()
  await console.getByRole('option', { name: /Leaflet.*1 file/ }).click()
  await expect(attached()).toHaveCount(1)
  await expect(box()).toHaveValue('Here is our leaflet, %visitor%.')
  await expect(reply().getByText('Here is our leaflet, Gerda.')).toBeVisible()
  await attached().getByRole('button', { name: 'Remove leaflet.pdf' }).click()
  await expect(attached()).toHaveCount(0)
  await box().fill('')
  await box().pressSequentially('/leaf')
  await box().press('Enter')
  await expect(attached()).toHaveCount(1)

  await console.route('**/offline/*/files', (route) =>
    route.fulfill({ status: 503, json: { status: 503, code: 'unavailable', detail: 'There is no room for files right now.' } }),
  )
  await attach(file('prices.txt', own))
  await expect(reply().getByText('Not attached: There is no room for files right now.')).toBeVisible()
  await expect(console.getByRole('button', { name: 'Send reply' })).toBeDisabled()
  await look(console, 'reply-file-failed')
  await console.unroute('**/offline/*/files')
  await reply().getByRole('button', { name: 'Retry prices.txt' }).click()
  await expect(console.getByRole('button', { name: 'Send reply' })).toBeEnabled()
  await console.reload()
  await expect(attached()).toHaveCount(2)
  await look(console, 'reply-files')
  await console.getByRole('button', { name: 'Send reply' }).click()
  await expect(console.getByText('gerda@home.example – sent')).toBeVisible()
  const letter = mail.letters.find(({ to }) => to[0] === 'gerda@home.example')
  expect(letter?.raw).toContain('Here is our leaflet, Gerda.')
  expect(enclosed(letter?.whole, 'leaflet.pdf').equals(leaflet)).toBe(true)
  expect(enclosed(letter?.whole, 'prices.txt').equals(own)).toBe(true)
  await expect(attached()).toHaveCount(0)
  const sent = console.getByRole('article', { name: /Reply of/ })
  await expect(sent.getByRole('link', { name: 'Download leaflet.pdf' })).toBeVisible()
  await expect(sent.getByRole('link', { name: 'Download prices.txt' })).toBeVisible()
  await look(console, 'reply-files-sent')
  await goTo(console, 'Settings', 'Canned messages')
  await expect(console.getByRole('listitem', { name: 'Leaflet' }).getByText('sent once')).toBeVisible()
})

test('OFF-2: files are dropped and pasted on a reply; more than 10 MB together is told at once and not sent', async ({
  browser,
}) => {
  await setUpMail(console, mail)
  await leave(browser, beckon, { name: 'Gerda', email: 'gerda@home.example', text: 'Have you a film?' })
  await openMessage()
  await box().fill('Here is the film.')
  const put = (how: 'drop' | 'paste', name: string) =>
    box().evaluate(
      (element, [how, name]) => {
        const data = new DataTransfer()
        data.items.add(new File([`about ${name}`], name ?? '', { type: 'text/plain' }))
        element.dispatchEvent(
          how === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        )
      },
      [how, name] as const,
    )
  await put('drop', 'dropped.txt')
  await put('paste', 'pasted.txt')
  await expect(attached()).toHaveCount(2)
  await attach(file('one.bin', Buffer.alloc(6 * 1024 * 1024, 7)), file('two.bin', Buffer.alloc(5 * 1024 * 1024, 7)))
  await expect(reply().getByText(/^The files have 11 MB together/)).toBeVisible({ timeout: 20_000 })
  await expect(console.getByRole('button', { name: 'Send reply' })).toBeDisabled()
  await look(console, 'reply-files-large')
  await attached()
    .getByRole('button', { name: /two.bin/ })
    .click()
  await expect(console.getByRole('button', { name: 'Send reply' })).toBeEnabled({ timeout: 20_000 })
  await console.getByRole('button', { name: 'Send reply' }).click()
  await expect(console.getByText('gerda@home.example – sent')).toBeVisible({ timeout: 20_000 })
  const letter = mail.letters.find(({ to }) => to[0] === 'gerda@home.example')
  expect(enclosed(letter?.whole, 'one.bin').length).toBe(6 * 1024 * 1024)
  expect(enclosed(letter?.whole, 'pasted.txt').toString()).toBe('about pasted.txt')
})
