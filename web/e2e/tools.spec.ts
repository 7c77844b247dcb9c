// The operator's tools beside writing: push page, block and unblock, the profile's Messages; and profiles on a phone.
import { expect } from '@playwright/test'
import { badge, engage, goTo, join, line, Visitor } from './people'
import { look } from './screens'
import { test } from './strangers'
import { beckon, console, visited, visitor } from './world'

visited()

const bikes = () => badge(console, /Bikes/)
const menu = async (name: string | RegExp) => {
  await bikes().click({ button: 'right' })
  return console.getByRole('menuitem', { name })
}
const talk = async () => {
  await engage(console, bikes())
  await visitor.accept('Rui')
  await expect(console.getByRole('textbox', { name: 'Message' })).toBeVisible()
}

test('CHT-2 MON-5 a page is offered in the chat, never opened by itself', async ({ browser }) => {
  test.slow()
  const entry = await menu(/^Push page…/)
  await expect(entry).toBeDisabled()
  await expect(entry).toContainText('A page is offered in a chat. Start one first.')
  await look(console, 'badge-menu-all')
  await console.keyboard.press('Escape')
  await talk()
  await Visitor.arrive(browser, `${beckon.shop}product/brass-bell`)
  await expect(badge(console, /Brass bell/i)).toBeVisible()
  await (await menu(/^Push page…/)).click()
  const dialog = console.getByRole('dialog', { name: 'Push page to Rui' })
  await dialog.getByLabel('Address').fill('javascript:alert(1)')
  await dialog.getByRole('button', { name: 'Push page' }).click()
  await expect(dialog.getByText('This is not an address such as https://shop.example/bells.')).toBeVisible()
  await dialog
    .getByRole('region', { name: 'Pages of the site' })
    .getByRole('button', { name: /brass-bell/ })
    .click()
  await look(console, 'push-page')
  await console.route('**/api/v1/conversations/*/page', (route) => route.abort(), { times: 1 })
  await dialog.getByRole('button', { name: 'Push page' }).click()
  await expect(dialog.getByText(/The page was not offered. Beckon does not answer/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Push page' }).click()
  await expect(dialog).toBeHidden()
  const link = console.getByRole('log').getByRole('link', { name: '/demo/product/brass-bell' })
  await expect(link).toHaveCount(1)
  await expect(link).toHaveAttribute('href', `${beckon.shop}product/brass-bell`)
  await expect(visitor.page.getByText(/product\/brass-bell/).first()).toBeVisible()
  expect(visitor.page.url()).toBe(`${beckon.shop}catalog/bikes`)
  await look(console, 'page-offered')

  await console.getByRole('button', { name: 'Push page…' }).click() // in the conversation's tools
  await dialog.getByLabel('Address').fill('/demo/cart')
  await dialog.getByLabel('Address').press('Enter')
  await expect(console.getByRole('log').getByRole('link', { name: '/demo/cart' })).toBeVisible()
})

test('MON-5 PRV-6 a visitor is blocked, is gone, and may come again', async ({ browser }) => {
  test.slow()
  await talk()
  const bert = await join(browser, beckon, 'Bert')
  await badge(bert, /Bikes/).click({ button: 'right' })
  await expect(bert.getByRole('menuitem', { name: 'Block' })).toContainText('Ana talks with this visitor.')
  await bert.close()

  await (await menu('Block')).click()
  const question = console.getByRole('alertdialog', { name: 'Block Rui?' })
  await look(console, 'block')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(bikes()).toBeVisible()
  await console.getByRole('region', { name: 'Profile of Rui' }).getByRole('button', { name: 'Block' }).click()
  await question.getByRole('button', { name: 'Block' }).click()
  await expect(console.getByText('Rui is blocked.')).toBeVisible()
  await expect(bikes()).toHaveCount(0)
  await expect(console.getByText(/Blocked by Ana/)).toBeVisible()
  const profile = console.getByRole('region', { name: 'Profile of Rui' })
  await expect(profile.getByText(/· blocked$/)).toBeVisible()
  await expect(profile.getByText(/has left/)).toHaveCount(0)
  await expect(profile.getByRole('button', { name: 'Start communication' })).toHaveCount(0)
  await look(console, 'blocked-profile')
  await expect(visitor.page.getByRole('dialog')).toHaveCount(0)
  await expect(visitor.page.locator('html > div')).toHaveCount(0)
  await visitor.page.reload()
  await expect(visitor.page.getByRole('button', { name: 'Click for Live Help' })).toHaveCount(0)
  await expect(bikes()).toHaveCount(0)

  await console.getByRole('button', { name: 'Close profile of Rui' }).click()
  await goTo(console, 'Settings', 'Blocked visitors')
  const row = console.getByRole('list', { name: 'Blocked visitors' }).getByRole('listitem', { name: 'Rui' })
  await expect(row).toContainText('Blocked by Ana')
  await look(console, 'blocked')
  await console.route('**/api/v1/blocks/*', (route) => route.abort(), { times: 1 })
  await row.getByRole('button', { name: 'Unblock' }).click()
  await expect(console.getByText(/Rui is still blocked. Beckon does not answer/)).toBeVisible()
  await row.getByRole('button', { name: 'Unblock' }).click()
  await expect(console.getByText('Nobody is blocked.')).toBeVisible()
  await look(console, 'blocked-none')
  await goTo(console, 'Monitor')
  await visitor.page.reload()
  await expect(bikes()).toBeVisible()
})

test('PRF-1 the profile’s Messages: earlier conversations open in place, a page at a time; off-line messages lead to the board', async () => {
  test.slow()
  await bikes().dblclick()
  await console.getByRole('tab', { name: 'Messages' }).click()
  await expect(console.getByText(/No earlier conversations/)).toBeVisible()
  await look(console, 'messages-empty')
  await talk()
  await console.evaluate(async () => {
    const { conversations } = await (await fetch('/api/v1/conversations')).json()
    const at = `/api/v1/conversations/${conversations[0].conversation.id}`
    const say = (path: string, method: string, body?: object) =>
      fetch(at + path, { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) })
    const bell = (i: number) => say('/messages', 'POST', { id: `a-message-of-ana-${i}`, text: `Bell number ${i}` })
    await bell(1)
    await Promise.all(Array.from({ length: 103 }, (_, i) => bell(i + 2)))
    await bell(105)
    await say('/tags/bells', 'PUT')
    await say('/notes', 'POST', { id: 'a-note-of-ana-0001', text: 'Wants red ones' })
    await say('/end', 'POST')
  })
  await expect(visitor.page.getByText(/ended the chat/).first()).toBeVisible()
  await visitor.page.getByRole('radio', { name: '4 stars' }).check({ force: true })
  await visitor.page.getByRole('button', { name: 'Send rating' }).click()
  await console.getByRole('tab', { name: 'Messages' }).click()
  const panel = console.getByRole('tabpanel', { name: 'Messages' })
  const earlier = panel.getByRole('button', { name: /with Ana/ })
  await expect(earlier).toContainText('bells')
  await expect(earlier.getByRole('img', { name: '4 of 5 stars' })).toBeVisible()
  await earlier.click()
  await expect(panel.getByText('Bell number 1', { exact: true })).toBeVisible()
  await expect(panel.getByText('Bell number 105')).toHaveCount(0)
  await look(console, 'messages-open')
  await panel.getByRole('button', { name: 'Show later messages' }).click()
  await expect(panel.getByText('Bell number 105')).toBeVisible()
  await expect(panel.getByText('Wants red ones')).toBeVisible()

  await leaveMessage()
  await console.reload()
  await expect(panel.getByText('Unanswered')).toBeVisible()
  await look(console, 'messages-offline')
  await panel.getByRole('link', { name: 'Answer on the Message board' }).click()
  await expect(console.getByRole('heading', { name: 'Red bells' })).toBeVisible()
  await console.getByRole('main').getByRole('button', { name: 'Close message' }).click()
  await expect(panel.getByText('Closed by Ana')).toBeVisible()
})

// Leaves a message over the visitor's socket, as the widget does.
async function leaveMessage(): Promise<void> {
  await visitor.page.evaluate(
    () =>
      new Promise<void>((done, failed) => {
        const site = document.querySelector<HTMLScriptElement>('script[data-site]')?.dataset.site ?? ''
        const token = /(?:^|; )_?beckon[^=]*=([^;]+)/.exec(document.cookie)?.[1] ?? ''
        const id = () => crypto.randomUUID().replaceAll('-', '')
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/v1/visit`)
        const say = (frame: object) => socket.send(JSON.stringify(frame))
        socket.onopen = () => say({ type: 'hello', version: 1, site, token, page: id(), url: location.href, visible: true })
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data)
          const left = { email: 'rui@home.example', subject: 'Red bells', text: 'Are they in?' }
          if (frame.type === 'welcome') say({ type: 'leave', id: id(), ...left })
          if (frame.type === 'left') done()
          if (frame.type === 'refused') failed(new Error(frame.text))
        }
        socket.onclose = () => failed(new Error('closed'))
      }),
  )
}

test('a profile that is open again does not cover another page of a phone, and is a tap away', async () => {
  await console.setViewportSize({ width: 390, height: 844 })
  await talk()
  await console.getByRole('button', { name: 'Put aside' }).click()
  await expect(console.getByRole('button', { name: 'Show profile of Rui' })).toBeFocused()
  await console.goto(`${beckon.console}conversations`)
  await expect(console.getByRole('list', { name: 'Conversations' })).toBeVisible()
  const back = console.getByRole('button', { name: 'Show profile of Rui' })
  await look(console, 'folded')
  await console.getByRole('searchbox', { name: 'Search in conversations' }).click()
  await visitor.say('Are you there?')
  await back.click()
  await expect(line(console, 'Are you there?')).toBeVisible()
  await console.reload()
  await expect(back).toBeVisible()
  await console.goto(beckon.console)
  await expect(console.getByRole('region', { name: 'Profile of Rui' })).toBeVisible()
})
