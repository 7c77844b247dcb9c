// Voice as the visitor meets it: the panel and the call window (S-27, S-32, S-42, VOI-1, HLD-1, T-45). The sound goes through a real
// connection to a page that plays the operator.
import { expect, type Page, test } from '@playwright/test'
import { bar, energy, inChat, launch, operator, serve, stand } from './voiceworld'
import { anew, arrived, html, server, site, visit } from './world'

anew()
test.use({ launchOptions: launch })

test('S-27 Voice chat is chosen, the window opens in the click, waits, and calls when there is an operator', async ({
  context,
}) => {
  server.noVoice = undefined
  site.pages.set('/', { html: html() })
  const { page, errors } = await visit(context)
  await arrived()
  serve()
  await page.getByRole('button', { name: 'Click for Live Help' }).click()
  const choice = page.getByRole('radio', { name: 'Voice chat' })
  await expect(choice).toBeEnabled()
  await choice.check({ force: true })
  const opens = context.waitForEvent('page')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const window = await opens
  await expect(window).toHaveTitle('Routing your call…')
  expect(window.url()).toBe(`${server.origin}/call`)
  await expect.poll(() => server.of('ask').map(({ kind }) => kind)).toEqual(['voice'])
  await expect.poll(() => server.of('expect-phone')[0]?.key ?? '').toMatch(/^[\w-]{32}$/)
  const key = server.of('expect-phone')[0]?.key
  await expect.poll(() => server.phone.of('phone').map((frame) => frame.key)).toEqual([key])
  expect(server.phone.of('phone')[0]).toMatchObject({ from: site.origin })
  expect(server.phone.of('call')).toEqual([])
  server.acceptRequest()
  server.phone.tell({ type: 'phone', conversation: server.conversation })
  await expect(window).toHaveTitle('Calling Ana… · Velo & Bell')
  await expect.poll(() => server.phone.of('call').length).toBe(1)
  await expect(bar(page)).toContainText('Calling Ana…')
  await page.reload()
  await expect(bar(page)).toContainText('Calling Ana…')
  await expect.poll(() => server.of('expect-phone').at(-1)?.key).toBe(key)
  await bar(page).getByRole('button', { name: 'Hang up' }).click()
  await expect.poll(() => server.of('hang-up').length).toBe(1)
  expect(errors).toEqual([])
})

test('a request that ends takes the microphone along', async ({ context }) => {
  server.phone.request('waiting')
  const page = await context.newPage()
  await page.goto(`${server.origin}/call#${'k'.repeat(32)}`)
  await expect(page.getByRole('heading', { name: 'Routing your call…' })).toBeVisible()
  await expect(page.getByRole('meter', { name: 'Your microphone' })).toBeVisible()
  server.phone.request('withdrawn')
  await expect(page.getByRole('heading', { name: 'No call' })).toBeVisible()
  await expect(page.getByRole('meter', { name: 'Your microphone' })).toBeHidden()
})

test('S-32 VOI-1 HLD-1 the operator’s call is accepted, heard, muted, held, kept over a page change, and hung up', async ({
  context,
}) => {
  const page = await inChat(context)
  const ana = await operator(context)
  await page.bringToFront()
  stand({})
  await expect(bar(page)).toContainText('Ana would like to talk by voice')
  await expect(bar(page)).not.toContainText('Calling')
  const opens = context.waitForEvent('page')
  await bar(page).getByRole('button', { name: 'Accept call' }).click()
  const window = await opens
  await expect(window).toHaveTitle('Ana · Velo & Bell', { timeout: 10_000 })
  stand({ connected: Date.now() })
  await expect.poll(() => energy(ana), { timeout: 10_000 }).toBeGreaterThan(0.01)
  await expect(bar(page)).toContainText(/connection/)
  await expect(bar(page)).toContainText(/0:0\d/)
  await expect.poll(() => server.phone.of('level').at(-1)?.level).toBeGreaterThan(0)
  server.tell({ type: 'level', level: 4 })
  await expect(bar(page).getByRole('meter', { name: 'Your microphone' })).toHaveJSProperty('value', 4)
  await bar(page).getByRole('button', { name: 'Mute' }).click()
  await expect.poll(() => server.of('steer-phone')).toEqual([{ type: 'steer-phone', muted: true }])
  server.phone.tell({ type: 'steer-phone', muted: true })
  await expect(window.getByText('Your microphone is off.')).toBeVisible()
  await expect(bar(page).getByRole('button', { name: 'Unmute' })).toBeVisible()
  await window.getByRole('button', { name: 'Unmute' }).click()
  stand({}, { hold: true })
  await expect(window.getByRole('heading', { name: 'On hold' })).toBeVisible()
  await expect(bar(page)).toContainText('On hold')
  const inASecond = async () => {
    const before = await energy(ana)
    await window.waitForTimeout(1000)
    return (await energy(ana)) - before
  }
  // What was said before the hold is on its way for a moment.
  await expect.poll(inASecond, { intervals: [0], timeout: 4000 }).toBeLessThan(0.001)
  const before = await energy(ana)
  stand({}, { hold: false })
  await page.goto(`${site.origin}/two`)
  await expect(bar(page)).toContainText('Ana')
  await expect.poll(async () => (await energy(ana)) - before, { timeout: 10_000 }).toBeGreaterThan(0.01)
  await window.getByRole('button', { name: 'Hang up' }).click()
  await expect(window.getByText('You hung up.')).toBeVisible()
  await expect(window.getByRole('meter', { name: 'Your microphone' })).toBeHidden()
  await expect(bar(page).getByRole('button', { name: 'Voice chat' })).toBeVisible()
})

/** The visitor calls by **Voice chat**, and the operator accepts: the call window. */
const accepted = async (page: Page): Promise<Page> => {
  const opens = page.context().waitForEvent('page')
  await bar(page).getByRole('button', { name: 'Voice chat' }).click()
  const window = await opens
  await expect.poll(() => server.phone.of('call').length).toBe(1)
  stand({ state: 'open' })
  return window
}

test('declined, it does not ring any more; a lost call is offered once more', async ({ context }) => {
  const page = await inChat(context)
  stand({})
  await bar(page).getByRole('button', { name: 'Decline call' }).click()
  await expect.poll(() => server.of('hang-up').length).toBe(1)
  stand({ state: 'ended', endedBy: 'declined' })
  const window = await accepted(page)
  await expect(window).toHaveTitle('Connecting… · Velo & Bell')
  stand({ state: 'ended', endedBy: 'lost' })
  await expect.poll(() => server.phone.of('call').length).toBe(2)
  stand({ state: 'ended', endedBy: 'unanswered' })
  await expect(window.getByText('The call was not answered.')).toBeVisible()
  expect(server.phone.of('call').length).toBe(2)
  await window.close()
})

test('F-33 lost with the operator, a call is offered again when he is back, and the microphone is off until then', async ({
  context,
}) => {
  const page = await inChat(context)
  stand({ state: 'ended', endedBy: 'declined' })
  const window = await accepted(page)
  await expect(window.getByRole('meter', { name: 'Your microphone' })).toBeVisible()
  stand({ state: 'ended', endedBy: 'lost' }, { operatorHere: false })
  await expect(window.getByRole('heading', { name: 'Ana is away for a moment' })).toBeVisible()
  await expect(window.getByRole('meter', { name: 'Your microphone' })).toBeHidden()
  expect(server.phone.of('call').length).toBe(1)
  stand({ state: 'ended', endedBy: 'lost' }, { operatorHere: true })
  await expect.poll(() => server.phone.of('call').length).toBe(2)
  await expect(window.getByRole('heading', { name: 'Calling Ana…' })).toBeVisible()
})

test('folded, the button says that a call goes on; one that rings opens the panel', async ({ context }) => {
  const page = await inChat(context)
  const minimise = page.getByRole('button', { name: 'Minimise' })
  await minimise.click()
  await expect(page.getByRole('button', { name: 'Chat with Ana', exact: true })).toBeVisible()
  stand({})
  await expect(bar(page).getByRole('button', { name: 'Accept call' })).toBeVisible()
  stand({ state: 'open' })
  await minimise.click()
  const round = page.getByRole('button', { name: 'Voice chat with Ana', exact: true })
  await expect(round).toHaveClass(/calls/)
  stand({ state: 'ended', endedBy: 'operator' })
  await expect(page.getByRole('button', { name: 'Chat with Ana', exact: true })).not.toHaveClass(/calls/)
  await expect(round).toBeHidden()
})

test('S-42 no microphone among the devices: the reason stands beside the choice', async ({ context }) => {
  server.noVoice = undefined
  site.pages.set('/', { html: html('<script>navigator.mediaDevices.enumerateDevices = async () => []</script>') })
  const { page } = await visit(context)
  await page.getByRole('button', { name: 'Click for Live Help' }).click()
  const choice = page.getByRole('radio', { name: 'Voice chat' })
  await expect(choice).toHaveAccessibleDescription('No microphone was found here.')
  await expect(choice).toBeDisabled()
})

test('a blocked window leaves a link', async ({ context }) => {
  const page = await inChat(context)
  await page.evaluate(() => {
    window.open = () => null
  })
  await bar(page).getByRole('button', { name: 'Voice chat' }).click()
  await expect(bar(page)).toContainText('Your browser blocked the call window.')
  await expect(bar(page).getByRole('link', { name: 'Open call window' })).toHaveAttribute('href', /\/call#[\w-]{32}$/)
})

test('a blocked window leaves a link also where another call window is there: the call that rings is accepted by it', async ({
  context,
}) => {
  const page = await inChat(context)
  stand({}, { phone: true })
  await page.evaluate(() => {
    window.open = () => null
  })
  await bar(page).getByRole('button', { name: 'Accept call' }).click()
  await expect(bar(page)).toContainText('Your browser blocked the call window.')
  const opens = context.waitForEvent('page')
  await bar(page).getByRole('link', { name: 'Open call window' }).click()
  await expect(await opens).toHaveTitle('Connecting… · Velo & Bell')
  await expect(bar(page)).not.toContainText('blocked')
  // In the call it is the same.
  await page.waitForTimeout(1100) // the link that was followed is forgotten
  await bar(page).getByRole('link', { name: 'Open call window' }).click()
  await expect(bar(page)).toContainText('Your browser blocked the call window.')
})

test('whoever is at the keyboard stays at the call when his button goes: accepted, on hold, hung up', async ({ context }) => {
  const page = await inChat(context)
  stand({})
  const button = (name: string) => bar(page).getByRole('button', { name, exact: true })
  await button('Accept call').focus()
  stand({ state: 'open', visitor: { connected: true, muted: false, quality: 4 } })
  await expect(button('Mute')).toBeFocused()
  stand({}, { hold: true })
  await expect(button('Hang up')).toBeFocused()
  stand({ state: 'ended', endedBy: 'visitor' }, { hold: false })
  await expect(button('Voice chat')).toBeFocused()
})

test('a call without the visitor’s microphone does not say that it is on', async ({ context }) => {
  const page = await inChat(context)
  stand({ state: 'open', visitor: { connected: true, muted: false, quality: 4 } })
  await expect(bar(page)).toContainText('Your microphone is on')
  stand({ visitor: { connected: true, muted: false, quality: 4, trouble: 'microphone' } })
  await expect(bar(page)).toContainText('Your microphone is off')
})

test('refused, missing or in use, the microphone leaves a way on; text goes on when it is not to be had', async ({ context }) => {
  server.phone.request('waiting')
  await context.addInitScript(() => {
    const names = ['NotAllowedError', 'NotFoundError', 'NotReadableError']
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', names.shift()))
  })
  const page = await context.newPage()
  await page.goto(`${server.origin}/call#${'k'.repeat(32)}`)
  for (const text of ['does not let this window', 'None was found', 'Another program']) {
    await expect(page.getByText(text)).toBeVisible()
    await page.getByRole('button', { name: 'Try again' }).click()
  }
  await expect(page.getByRole('button', { name: 'Go on in text' })).toBeVisible()
})

test('a key that nobody knows, and another window', async ({ context }) => {
  server.phone.closes = 4003
  const page = await context.newPage()
  await page.goto(`${server.origin}/call#${'k'.repeat(32)}`)
  await expect(page.getByRole('heading', { name: 'Your call is in another window' })).toBeVisible()
  await expect(page.getByRole('meter', { name: 'Your microphone' })).toBeHidden()
  server.phone.closes = 4001
  await page.reload()
  await expect(page.getByRole('heading', { name: 'No call' })).toBeVisible({ timeout: 15_000 })
})
