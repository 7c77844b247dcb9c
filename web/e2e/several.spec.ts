// Several chats open at once: what the hand does too quickly, and what a reload does, harms nobody.
import { expect, type Locator, test } from '@playwright/test'
import { accept, Caller, incoming, profileOf, row, summary } from './callers'
import { change, goTo, line } from './people'
import { look } from './screens'
import { console as ana, beckon, onDuty } from './world'

onDuty()

const talk = async (name: string) => {
  const caller = await Caller.arrive(beckon, 'cart', 'Your cart')
  await caller.ask(name)
  await accept(ana)
  await expect(profileOf(ana, name)).toBeVisible()
  return caller
}
const strip = () => ana.getByRole('tablist', { name: 'Open profiles' })

test('the summary has the last words beside a name while there is room for some of them', async () => {
  await change(ana, { maxChats: 10 })
  const rui = await talk('Rui')
  await rui.say('Hi')
  const said = (text: string) => summary(ana).getByText(text, { exact: true })
  await expect(said('Hi')).toBeInViewport({ ratio: 1 })
  for (const name of ['Sanne de Vries', 'Noor Haddad', 'Jonas Lindqvist', 'Marguerite Dupont']) await talk(name)
  await rui.say('I have one more question, about the bell')
  await expect(said('I have one more question, about the bell')).not.toBeInViewport()
})

test('a reload reads nothing that was not in front; the tab in front is in view, unread stands on the others; an export asks nothing', async () => {
  await change(ana, { maxChats: 10 })
  const names = ['Sanne de Vries', 'Noor Haddad', 'Jonas Lindqvist', 'Rui Costa', 'Marguerite Dupont']
  const callers: Caller[] = []
  for (const name of names) callers.push(await talk(name))
  await expect(strip().getByRole('tab', { name: names[4] })).toBeInViewport({ ratio: 1 })
  const [sanne, noor] = callers
  for (const caller of [sanne, noor]) await caller?.say('Are you there?')
  await expect(strip().getByRole('tab', { name: /Noor Haddad.*1/ })).toBeAttached()
  await look(ana, 'several')
  ana.on('dialog', (dialog) => void dialog.accept())
  await ana.reload()
  await expect(profileOf(ana, 'Marguerite Dupont')).toBeVisible()
  await expect(strip().getByRole('tab', { name: /Noor Haddad.*1/ })).toBeAttached()
  await expect(strip().getByRole('tab', { name: names[4] })).toBeInViewport({ ratio: 1 })
  await callers[4]?.say('Still me')
  await expect(line(ana, 'Still me')).toBeVisible()
  await callers[4]?.hears((frame) => frame.type === 'conversation' && frame.conversation.operatorRead === 3)
  const read = () => ana.evaluate(async () => (await (await fetch('/api/v1/conversations')).json()).conversations)
  const unread = (await read()).map(
    (one: { conversation: { visitorName: string; operatorRead: number; lastSeq: number } }) => one.conversation,
  )
  for (const name of names.slice(0, 2)) {
    const one = unread.find((some: { visitorName: string }) => some.visitorName === name)
    expect(one.operatorRead).toBeLessThan(one.lastSeq)
  }
  let asked = 0
  ana.on('dialog', () => {
    asked++
  })
  await goTo(ana, 'Conversations')
  const exporting = ana.waitForEvent('download')
  await ana.getByRole('button', { name: 'Export' }).click()
  await ana.getByRole('menuitem', { name: 'This list as CSV' }).click()
  expect((await exporting).suggestedFilename()).toMatch(/\.csv$/)
  expect(asked).toBe(0)
})

test('the second half of a double click does nothing to what comes under the pointer', async () => {
  const pressed = await ana.evaluateHandle(() => {
    const count = { clicks: 0 }
    document.addEventListener('click', () => count.clicks++)
    return count
  })
  const clicks = () => pressed.evaluate((count) => count.clicks)
  for (const [name, answer] of [
    ['Rui Costa', 'Queue'],
    ['Noor Haddad', 'Accept'],
  ] as const) {
    const before = await clicks()
    const caller = await Caller.arrive(beckon, 'cart', 'Your cart')
    await caller.ask(name)
    await incoming(ana).getByRole('button', { name: answer }).dblclick()
    await expect(incoming(ana)).toBeHidden()
    expect(await clicks()).toBe(before + 1)
  }
  await expect(profileOf(ana, 'Noor Haddad')).toBeVisible()
  // Twice on the same thing is still a double click.
  await goTo(ana, 'Communication')
  await row(ana, 'Rui Costa').dblclick()
  await expect(profileOf(ana, 'Rui Costa')).toBeVisible()
})

test('a name of one long word stays in its box: notices, lines of the chat, dialogs', async () => {
  const name = 'Donaudampfschifffahrts'.repeat(4).slice(0, 80)
  await change(ana, { responseTimeout: 1 })
  const caller = await Caller.arrive(beckon, 'cart', 'Your cart')
  await caller.ask(name)
  const notices = ana.getByRole('region', { name: 'Notices' })
  await expect(notices).toContainText(name)
  await holds(notices.getByText(name))
  await goTo(ana, 'Communication')
  await row(ana, name).getByRole('button', { name: 'Start chat' }).click()
  await expect(line(ana, `${name} asked`)).toBeVisible()
  for (const width of [1440, 390]) {
    await ana.setViewportSize({ width, height: 844 })
    await holds(ana.getByRole('log'))
    for (const opens of [/^Block/, 'End chat']) {
      await ana.getByRole('button', { name: opens }).click()
      const dialog = ana.locator('[role=dialog], [role=alertdialog]').filter({ hasText: name })
      await expect(dialog).toBeVisible()
      await holds(dialog)
      if (process.env.PICTURES) await ana.screenshot({ path: `e2e/output/pictures/long-${width}-${opens === 'End chat'}.png` })
      await ana.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    }
  }
})

const holds = async (box: Locator) => {
  expect(await box.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0)
}
