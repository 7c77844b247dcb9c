// Where the site says so, the operator sees what is typed before it is sent; the visitor is told first (CHT-2, V-05).
import { expect } from '@playwright/test'
import { goTo, line } from './people'
import { look } from './screens'
import { test } from './strangers'
import { beckon, console, talking, visitor } from './world'

const WORDS = 'What you type may be seen before you send it.'
/** SOON is within how many milliseconds open pages follow the switch. */
const SOON = 2000 * Number(process.env.SLOW ?? 1)

talking()

/** Turns the switch, as another console would. */
const turn = (on: boolean) =>
  console.evaluate(async (sneakPeek) => {
    const [site] = await (await fetch('/api/v1/sites')).json()
    const headers = { 'Content-Type': 'application/json' }
    const answer = await fetch(`/api/v1/sites/${site.id}`, { method: 'PATCH', headers, body: JSON.stringify({ sneakPeek }) })
    if (!answer.ok) throw new Error(await answer.text())
  }, on)

const preview = () => console.getByRole('log', { name: 'Conversation' }).getByText('Rui is typing:')
const told = () => visitor.page.getByRole('status').filter({ hasText: WORDS })

test('CHT-2: switched on the visitor is told and the operator sees what is typed; switched off both are over at once', async () => {
  await visitor.composer().pressSequentially('Not for you')
  await expect(console.getByText('Rui is typing…')).toBeVisible()
  await expect(console.getByText('Not for you')).toHaveCount(0)
  await expect(told()).toHaveCount(0)

  await turn(true)
  await expect(told()).toBeVisible({ timeout: SOON })
  await expect(console.getByText('Not for you')).toHaveCount(0)
  const markup = '<b>Do you have</b> the *Kestrel* in blue?'
  await visitor.composer().fill(markup)
  await expect(preview()).toBeVisible()
  await expect(line(console, markup)).toHaveCount(1)
  await look(visitor.page, 'sneak-peek-told')
  const long = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`).join('\n')
  await visitor.composer().fill(long)
  await expect(console.getByText('line 40')).toBeInViewport()
  expect((await console.getByRole('textbox', { name: 'Message' }).boundingBox())?.y).toBeGreaterThan(0)
  // He rests: what he has typed stands until he takes it back.
  await expect(console.getByText('Rui has typed:')).toBeVisible({ timeout: 15_000 })
  await expect(console.getByText('line 40')).toBeInViewport()
  await look(console, 'sneak-peek-long')
  await visitor.composer().fill('')
  await expect(console.getByText('line 40')).toHaveCount(0)

  await visitor.composer().fill('Do you have it in blue?')
  await visitor.page.keyboard.press('Enter')
  await expect(line(console, 'Do you have it in blue?')).toHaveCount(1)
  await expect(preview()).toHaveCount(0)

  await visitor.composer().fill('And in red?')
  await expect(line(console, 'And in red?')).toHaveCount(1)
  await turn(false)
  await expect(told()).toHaveCount(0, { timeout: SOON })
  await expect(line(console, 'And in red?')).toHaveCount(0, { timeout: SOON })
  await visitor.composer().fill('And in green?')
  await expect(console.getByText('Rui is typing…')).toBeVisible()
  await expect(console.getByText('And in green?')).toHaveCount(0)
  expect(visitor.errors).toEqual([])
})

test('CHT-2: what the visitor deletes on hold, with the switch off or on his next page is not seen again', async () => {
  const held = console.getByRole('button', { name: 'Hold', exact: true })
  const back = console.getByRole('button', { name: 'Resume' })
  const type = async (text: string) => {
    await visitor.composer().fill(text)
    await expect(line(console, text)).toHaveCount(1)
  }
  await turn(true)
  await expect(told()).toBeVisible({ timeout: SOON })

  await type('Deleted on hold')
  await held.click()
  await expect(back).toBeVisible()
  await visitor.composer().fill('')
  await back.click()
  await expect(held).toBeVisible()
  await expect(line(console, 'Deleted on hold')).toHaveCount(0)

  await type('Deleted while it was off')
  await turn(false)
  await expect(told()).toHaveCount(0, { timeout: SOON })
  await visitor.composer().fill('')
  await turn(true)
  await expect(told()).toBeVisible({ timeout: SOON })
  await expect(line(console, 'Deleted while it was off')).toHaveCount(0)

  await type('Deleted on the next page')
  await visitor.page.goto(`${beckon.shop}help`)
  await expect(visitor.composer()).toHaveValue('Deleted on the next page')
  await visitor.composer().fill('')
  await expect(line(console, 'Deleted on the next page')).toHaveCount(0)
  expect(visitor.errors).toEqual([])
})

test('CHT-2: an administrator switches it on and off under Settings, and reads what visitors are told', async () => {
  await goTo(console, 'Settings', 'Site')
  const box = console.getByRole('checkbox', { name: 'Operators see what visitors type before they send it' })
  await expect(box).not.toBeChecked()
  await expect(box).toHaveAccessibleDescription(new RegExp(WORDS))
  await box.check()
  await box.scrollIntoViewIfNeeded()
  await look(console, 'sneak-peek-setting')
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(told()).toBeVisible({ timeout: SOON })
  await box.uncheck()
  await console.getByRole('button', { name: 'Save' }).click()
  await expect(told()).toHaveCount(0, { timeout: SOON })
})
