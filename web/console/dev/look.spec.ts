import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type Fake, fake, type Scene } from './fake'
import { people } from './people'
import { HOURS, queue } from './queue'
import { HOME, serveBuild } from './site'

interface Look {
  name: string
  at?: string
  scene?: () => Scene
  show?: (page: Page, server: Fake) => Promise<void>
}

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const THEMES = ['light', 'dark'] as const
const DIR = process.env.LOOK_DIR

const badge = (page: Page, name: RegExp) => page.getByRole('button', { name }).first()
const settled = (page: Page) => badge(page, /^(Berlin|Leeds|Rui Costa)/).waitFor()

const LOOKS: Look[] = [
  { name: 'monitor', show: settled },
  {
    name: 'profile',
    async show(page) {
      await settled(page)
      await badge(page, /^Ana Marques/).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('tab', { name: 'General' }).waitFor()
    },
  },
  {
    name: 'talk',
    async show(page) {
      await settled(page)
      await badge(page, /^Rui Costa/).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('tab', { name: 'Live Communication' }).click()
      await page.getByRole('complementary').getByText('in stock').waitFor()
    },
  },
  {
    name: 'menu',
    async show(page) {
      await settled(page)
      await badge(page, /^Berlin/).click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Engage in communication' }).waitFor()
    },
  },
  {
    name: 'invite',
    async show(page) {
      await settled(page)
      await badge(page, /^Ana Marques/).click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Engage in communication' }).click()
      await page.getByRole('dialog').getByRole('textbox').waitFor()
    },
  },
  { name: 'empty', scene: () => ({ visits: [] }), show: (page) => page.getByText('Nobody is on the site').first().waitFor() },
  {
    name: 'down',
    async show(page, server) {
      await settled(page)
      await server.cut()
      await page.getByTitle(/^Not connected/).waitFor()
    },
  },
  {
    name: 'palette',
    async show(page) {
      await settled(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('lis')
    },
  },
  {
    name: 'incoming',
    scene: () => ({ requests: queue(true) }),
    async show(page) {
      await settled(page)
      await badge(page, /^Rui Costa/).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('tab', { name: 'Live Communication' }).click()
      await page.getByRole('complementary').getByText('in stock').waitFor()
      await page.getByRole('dialog', { name: 'Incoming chat request' }).waitFor()
    },
  },
  {
    name: 'waiting',
    scene: () => ({ requests: queue(false) }),
    async show(page) {
      await settled(page)
      await badge(page, /^Gdańsk/).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('tab', { name: 'Live Communication' }).click()
      await page.getByRole('button', { name: 'Start chat' }).waitFor()
    },
  },
  {
    name: 'returned',
    scene: () => ({ requests: queue(false) }),
    async show(page) {
      await settled(page)
      await badge(page, /^Sanne/).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('tab', { name: 'Live Communication' }).click()
      await page.getByRole('complementary').getByRole('button', { name: 'Accept' }).waitFor()
    },
  },
  {
    name: 'communication',
    at: 'communication',
    scene: () => ({ requests: queue(false) }),
    async show(page) {
      await page.getByRole('row').nth(4).waitFor()
      await page.getByRole('button', { name: 'Chat overview' }).click()
    },
  },
  {
    name: 'communication-empty',
    at: 'communication',
    scene: () => ({ visits: [] }),
    show: (page) => page.getByText('Nobody waits.').waitFor(),
  },
  {
    name: 'settings-live-help',
    at: 'settings/live-help',
    scene: () => ({ settings: { hours: HOURS } }),
    async show(page) {
      await page.getByRole('button', { name: 'Add holiday' }).click()
      await page.getByText('Choose a date.').waitFor()
    },
  },
  { name: 'settings-live-help-top', at: 'settings/live-help', show: (page) => page.getByLabel('Ring all').waitFor() },
  {
    name: 'settings-alerts',
    at: 'settings/alerts',
    show: (page) => page.getByLabel('Visitor arrives', { exact: true }).waitFor(),
  },
  {
    name: 'signing-out',
    async show(page) {
      await settled(page)
      await page.getByRole('button', { name: /Your menu/ }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByText('You have 2 open chats. They go back to the queue.').waitFor()
    },
  },
  { name: 'settings-general', at: 'settings/general', show: (page) => page.getByLabel('Default invitation').first().waitFor() },
  { name: 'settings-site', at: 'settings/site' },
  { name: 'help', at: 'help' },
  { name: 'sign-in', at: 'sign-in', scene: () => ({ signedIn: false }) },
  { name: 'set-up', scene: () => ({ me: { needsSetup: true } }) },
  { name: 'choose-password', scene: () => ({ me: { needsPassword: true } }) },
]

for (const theme of THEMES) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const look of LOOKS) {
      test(`${look.name} ${size} ${theme}`, async ({ browser }) => {
        const context = await browser.newContext({
          viewport,
          colorScheme: theme,
          reducedMotion: 'reduce',
          hasTouch: size === 'phone',
        })
        const page = await context.newPage()
        const wrong = watch(page)
        await serveBuild(page)
        const server = await fake(page, look.scene?.())
        await page.goto(HOME + (look.at ?? ''))
        await look.show?.(page, server)
        await page.waitForLoadState('networkidle')
        await page.evaluate(() => document.fonts.ready)
        if (DIR) {
          mkdirSync(DIR, { recursive: true })
          await page.screenshot({ path: join(DIR, `${look.name}-${size}-${theme}.png`) })
        }
        const { violations } = await new AxeBuilder({ page }).analyze()
        const findings = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
        await context.close()
        expect(findings).toEqual([])
        expect(wrong).toEqual([])
      })
    }
  }
}

// What the browser complains about: breaches of the policy, exceptions, errors on the console other than refused requests.
function watch(page: Page): string[] {
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      wrong.push(message.text())
  })
  return wrong
}

test('sorts visitors as the fake shop has them', () => {
  expect(people(0)).toHaveLength(50)
})
