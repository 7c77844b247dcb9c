// The visitor knocks: the site's button, the queue with its places, the chat; nobody there: a message is left. The operator answers over the API.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { change, line, Visitor } from './people'
import { beckon, console, signedIn } from './world'

signedIn()

interface Answer {
  ok: boolean
  text: string
}

/** Does what the operator would do at the console. */
const call = (method: string, path: string, body?: object): Promise<Answer> =>
  console.evaluate(
    async ({ method, path, body }) => {
      const headers = { 'Content-Type': 'application/json' }
      const answer = await fetch(`/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
      return { ok: answer.ok, text: await answer.text() }
    },
    { method, path, body },
  )

/** Ana accepts a request, as soon as the server has it: the page shows that it waits before. */
const accepts = (id?: string): Promise<void> =>
  expect.poll(async () => (await call('POST', `/requests/${id}/accept`)).ok).toBe(true)

/** Asks as this visitor does, and returns the request's id as his page sent it. */
const asks = async (visitor: Visitor, name: string): Promise<string> => {
  const { page } = visitor
  await page.getByRole('button', { name: 'Click for Live Help' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start communication' })
  await expect(dialog.getByRole('radio', { name: 'Text chat' })).toBeChecked()
  await dialog.getByLabel(/name/i).fill(name)
  await dialog.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(routing(page)).toBeVisible()
  return sent.get(visitor) as string
}

const routing = (page: Page) => page.getByRole('dialog', { name: 'Routing your call…' })
const place = (page: Page, number: number) => expect(routing(page)).toContainText(`You are number ${number} in the queue.`)

// What each visitor's pages asked for.
const sent = new Map<Visitor, string>()
// The request that stands for a conversation without an operator.
const returned = new Map<Visitor, string>()

const arrive = async (browser: Browser, path: string): Promise<Visitor> => {
  const visitor = await Visitor.arrive(browser, 'about:blank')
  visitor.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.type === 'ask') sent.set(visitor, frame.id)
    }),
  )
  visitor.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.type === 'request' && frame.request.returned) returned.set(visitor, frame.request.id)
    }),
  )
  await visitor.page.goto(beckon.shop + path)
  return visitor
}

test('COM-2 to COM-4, QUE-1: two visitors ask; places move up, survive reload, page change and a second tab; the chat opens', async ({
  browser,
}) => {
  const rui = await arrive(browser, 'catalog/bikes')
  const eva = await arrive(browser, 'cart')
  const first = await asks(rui, 'Rui')
  await place(rui.page, 1)
  await asks(eva, 'Eva')
  await place(eva.page, 2)
  await eva.page.reload()
  await place(eva.page, 2)
  await eva.page.goto(`${beckon.shop}help`)
  const tab = await eva.tab(`${beckon.shop}catalog/bikes`)
  for (const page of [eva.page, tab]) await place(page, 2)

  await accepts(first)
  await expect(rui.page.getByRole('dialog', { name: 'Chat with operator' })).toBeVisible()
  await expect(rui.composer()).toBeFocused()
  for (const page of [eva.page, tab]) await place(page, 1)
  await rui.say('Hello, is anybody there?')
  await expect(line(rui.page, 'Hello, is anybody there?')).toHaveCount(1)
  await expect(rui.page.getByRole('log').getByText(/\bsending\b/)).toHaveCount(0)

  await tab.getByRole('button', { name: 'Cancel' }).click()
  for (const page of [eva.page, tab]) await expect(page.getByRole('button', { name: 'Click for Live Help' })).toBeVisible()
  expect(await call('POST', `/requests/${sent.get(eva)}/accept`)).toMatchObject({ ok: false })
  for (const visitor of [rui, eva]) expect(visitor.errors).toEqual([])
})

test('COM-2, OFF-1: with Live Help switched off the button turns, open pages too; a message is left', async ({ browser }) => {
  await change(console, { listExpiration: 1 })
  const rui = await arrive(browser, 'help')
  await expect(rui.page.getByRole('button', { name: 'Click for Live Help' })).toBeVisible()
  expect(await call('PUT', '/operators/me/live-help', { available: false })).toMatchObject({ ok: true })
  await expect(rui.page.getByRole('button', { name: 'Leave a message' })).toBeVisible()
  // The shop's own link does the same.
  await rui.page.getByRole('link', { name: 'Ask us' }).click()
  const form = rui.page.getByRole('form', { name: 'Leave a message' })
  await expect(form).toBeVisible()
  await form.getByLabel(/Name/).fill('Rui')
  await form.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
  await form.getByRole('textbox', { name: 'Message' }).fill('Do you repair bells?')
  await form.getByRole('button', { name: 'Send' }).click()
  await expect(rui.page.getByText('Thank you.')).toBeVisible()
  await rui.page.getByRole('button', { name: 'Close' }).click()
  expect(await call('PUT', '/operators/me/live-help', { available: true })).toMatchObject({ ok: true })
  await expect(rui.page.getByRole('button', { name: 'Click for Live Help' })).toBeVisible()
  expect(rui.page.url()).toBe(`${beckon.shop}help`)
})

test('COM-3, OFF-1: declined by everybody, or tired of waiting: a message is left, and the place is given up', async ({
  browser,
}) => {
  const rui = await arrive(browser, 'catalog/bikes')
  const id = await asks(rui, 'Rui')
  await place(rui.page, 1)
  expect(await call('POST', `/requests/${id}/decline`)).toMatchObject({ ok: true })
  await expect(rui.page.getByText('Nobody could take your call this time.')).toBeVisible()
  await expect(rui.page.getByLabel(/^Name/)).toHaveValue('Rui')
  await rui.page.keyboard.press('Escape')

  const again = await asks(rui, 'Rui')
  await place(rui.page, 1)
  await rui.page.getByRole('button', { name: 'Leave a message' }).click()
  await rui.page.getByLabel('E-mail', { exact: true }).fill('rui@shop.example')
  await rui.page.getByRole('textbox', { name: 'Message' }).fill('Please write')
  await rui.page.getByRole('button', { name: 'Send' }).click()
  await expect(rui.page.getByText('Thank you.')).toBeVisible()
  await rui.page.getByRole('button', { name: 'Close' }).click()
  await expect(rui.page.getByRole('button', { name: 'Click for Live Help' })).toBeVisible()
  expect(await call('POST', `/requests/${again}/accept`)).toMatchObject({ ok: false })
})

test('QUE-3: the operator hands over: the visitor is told, writes on, and goes on with whoever takes it', async ({ browser }) => {
  const rui = await arrive(browser, 'catalog/bikes')
  const id = await asks(rui, 'Rui')
  await accepts(id)
  await rui.say('before the change')
  await expect(line(rui.page, 'before the change')).toHaveCount(1)
  expect(await call('POST', '/operators/me/hand-over')).toMatchObject({ ok: true })
  const banner = rui.page.getByText(/We are looking for a colleague/)
  await expect(banner).toContainText('You are number 1 in the queue.')
  await rui.page.reload()
  await expect(banner).toBeVisible()
  await rui.say('meanwhile')
  await expect(rui.page.getByRole('log').getByText(/\bsending\b/)).toHaveCount(0)
  for (const text of ['before the change', 'meanwhile']) await expect(line(rui.page, text)).toHaveCount(1)
  await accepts(returned.get(rui))
  await expect(banner).toBeHidden()
  await expect(line(rui.page, 'Ana has taken over')).toHaveCount(1)
  expect(rui.errors).toEqual([])
})
