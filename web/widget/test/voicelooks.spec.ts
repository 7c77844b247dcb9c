// Pictures of voice, see look.ts.
import { expect, test } from '@playwright/test'
import { chromium } from '../../chromium'
import type { Schemas } from '../../wire/frames'
import { look, looks, shop } from './look'
import { anew, arrived, server, site, talk } from './world'

anew()

const media = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
test.use({ launchOptions: { ...chromium, args: [...chromium.args, ...media] } })

const side = { connected: true, muted: false, quality: 4 }
const call = { id: 'call-000000000001', offered: 1, visitor: side, operator: side } as const

for (const { name, viewport, colorScheme } of looks)
  test(`voice in panel and window, ${name}`, async ({ browser }) => {
    test.slow()
    server.noVoice = undefined
    site.pages.set('/', { html: shop(`${server.origin}/beckon.js`) })
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(site.origin)
    await arrived()
    await talk(page)
    const bar = page.getByRole('group', { name: 'Voice chat' })
    await expect(bar.getByRole('button', { name: 'Voice chat' })).toBeVisible()
    await look(page, `voice-idle-${name}`)
    server.stand({ call: { ...call, state: 'ringing', offeredBy: 'operator' } })
    await expect(bar.getByRole('button', { name: 'Accept call' })).toBeVisible()
    await look(page, `voice-rings-${name}`)
    server.stand({
      call: { ...call, id: 'call-000000000003', state: 'open', offeredBy: 'operator', connected: Date.now() - 151_000 },
    })
    await expect(bar).toContainText('2:3')
    server.tell({ type: 'level', level: 6 })
    await look(page, `voice-bar-${name}`)
    server.stand({ call: { ...call, state: 'ended', offeredBy: 'operator', endedBy: 'operator' } })
    await page.evaluate('window.open = () => null')
    await bar.getByRole('button', { name: 'Voice chat' }).click()
    await expect(bar).toContainText('blocked')
    await look(page, `voice-blocked-${name}`)
    server.stand({ call: undefined })
    server.phone.request('waiting')
    const window = await context.newPage()
    await window.setViewportSize(viewport.width < 400 ? viewport : { width: 380, height: 560 })
    await window.goto(`${server.origin}/call#${'k'.repeat(32)}`)
    const heading = (text: string) => expect(window.getByRole('heading', { name: text })).toBeVisible()
    await heading('Routing your call…')
    await look(window, `phone-routing-${name}`)
    const stand = (change: Partial<Schemas['VisitorConversation']>) =>
      server.phone.tell({
        type: 'phone',
        conversation: { ...(server.conversation as Schemas['VisitorConversation']), ...change },
      })
    stand({ call: { ...call, state: 'ringing', offeredBy: 'visitor' } })
    await heading('Calling Ana…')
    await look(window, `phone-calling-${name}`)
    stand({ call: { ...call, state: 'open', offeredBy: 'visitor', connected: Date.now() - 151_000 }, hold: true })
    await heading('On hold')
    await look(window, `phone-hold-${name}`)
    stand({ call: { ...call, state: 'ended', offeredBy: 'visitor', endedBy: 'operator' } })
    await heading('Call ended')
    await look(window, `phone-ended-${name}`)
    stand({ call: { ...call, id: 'call-000000000002', state: 'ringing', offeredBy: 'operator' } })
    await heading('Ana is calling')
    await look(window, `phone-rings-${name}`)
    server.phone.first = { ...server.phone.first, press: true }
    await window.goto(`${server.origin}/call?#${'x'.repeat(32)}`)
    await heading('Voice chat with Velo & Bell')
    await look(window, `phone-press-${name}`)
    await context.routeWebSocket(/v1\/phone/, (socket) => socket.close())
    const barred = await context.newPage()
    await barred.setViewportSize(viewport.width < 400 ? viewport : { width: 380, height: 560 })
    await barred.goto(`${server.origin}/call#${'k'.repeat(32)}`)
    await expect(barred.getByText('This network lets no calls through.')).toBeVisible()
    await look(barred, `phone-barred-${name}`)
    await context.close()
  })
