// What tests of the Message board begin with: messages that were left, and a mail server that is set up.
import { type Browser, expect, type Page } from '@playwright/test'
import type { Beckon } from './beckon'
import type { MailServer } from './mail'
import { goTo } from './people'

/** leave leaves a message over the visitor's socket, as the widget does. */
export async function leave(
  browser: Browser,
  beckon: Beckon,
  left: { name?: string; email: string; subject?: string; text: string },
): Promise<void> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(beckon.shop)
  const site = await page.locator('script[data-site]').getAttribute('data-site')
  await page.evaluate(
    ([key, message]) =>
      new Promise<void>((done, failed) => {
        const id = () => crypto.randomUUID().replaceAll('-', '')
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/v1/visit`)
        const say = (frame: object) => socket.send(JSON.stringify(frame))
        socket.onopen = () =>
          say({ type: 'hello', version: 1, site: key, page: id(), url: location.href, visible: true, focused: true })
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data)
          if (frame.type === 'welcome') say({ type: 'leave', id: id(), ...(message as object) })
          if (frame.type === 'left') done()
          if (frame.type === 'refused') failed(new Error(frame.text))
        }
        socket.onclose = () => failed(new Error('closed'))
      }),
    [site, left] as const,
  )
  await page.close()
}

/** setUpMail gives Ana an address, and Beckon the test's mail server. */
export async function setUpMail(console: Page, mail: MailServer): Promise<void> {
  await goTo(console, 'Settings', 'Departments')
  await console.getByRole('main').getByRole('button', { name: /^Ana/ }).click()
  await console.getByLabel('E-mail address').fill('ana@shop.example')
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
  await goTo(console, 'E-mail')
  await console.getByLabel('Server', { exact: true }).fill('127.0.0.1')
  await console.getByLabel('Encryption').selectOption('none')
  await console.getByLabel('Port').fill(String(mail.port))
  await console.getByLabel('Sender’s address').fill('help@shop.example')
  await console.getByLabel('Sender’s name').fill('Kestrel Bikes')
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(console.getByText('Saved.')).toBeVisible()
}
