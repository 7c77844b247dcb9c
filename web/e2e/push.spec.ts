// Web push: switched on by an administrator and then by each operator in his browser; our service worker, with pushes handed to it by the
// browser's own tools. Headless browsers subscribe nowhere, so that is stood in for.
import { type BrowserContext, type CDPSession, expect, type Locator, type Page, test, type Worker } from '@playwright/test'
import type { Schemas } from '../wire/frames'
import { badge, engage, goTo, signIn, Visitor } from './people'
import { look } from './screens'
import { beckon, served } from './world'

test.slow()

const NOTICE = { title: 'Gerda', body: 'Do you have bells?', tag: 'a-chat', conversation: 'a-chat' }

let ana: Page

served()

/** Stands in for the browser's push service, and counts how often the person is asked for leave. */
async function standIn(context: BrowserContext, leave: NotificationPermission = 'granted'): Promise<void> {
  await context.addInitScript((answer) => {
    const told = { asked: 0, keys: [] as string[] }
    Object.assign(window, { told })
    Object.defineProperty(Notification, 'permission', { get: () => (told.asked || sessionStorage.asked ? answer : 'default') })
    Notification.requestPermission = async () => {
      told.asked++
      sessionStorage.asked = 'yes'
      return answer
    }
    const bytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer
    const made = {
      endpoint: 'https://push.example/a-browser',
      options: {},
      getKey: (name: string) =>
        name === 'auth'
          ? bytes('BTBZMqHH6r4Tts7J_aSIgg==')
          : bytes('BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8='),
      unsubscribe: async () => true,
    }
    PushManager.prototype.getSubscription = async () => null
    PushManager.prototype.subscribe = async (options) => {
      told.keys.push(String(options?.applicationServerKey))
      return made as unknown as PushSubscription
    }
  }, leave)
}

async function console_(browser: Parameters<typeof signIn>[0], leave?: NotificationPermission): Promise<void> {
  ana = await signIn(browser, beckon)
  await standIn(ana.context(), leave)
  if (leave !== 'denied') await ana.context().grantPermissions(['notifications'], { origin: beckon.url })
  await ana.reload()
  await goTo(ana, 'Settings', 'Alerts')
}

const told = () => ana.evaluate(() => (window as unknown as { told: { asked: number; keys: string[] } }).told)
const push = () => ana.evaluate(async () => (await (await fetch('/api/v1/subscription')).json()) as Schemas['Push'])
const tick = (name: string): Locator => ana.getByRole('checkbox', { name, exact: true })

async function turnOn(): Promise<void> {
  await tick('Allow web push').check()
  await tick('Push alerts to this browser').check()
  await expect(tick('Chat request, new chat')).toBeChecked()
}

test('ALT-1: off until an administrator allows it; then each operator switches it on in his browser', async ({ browser }) => {
  await console_(browser)
  await expect(tick('Push alerts to this browser')).toBeDisabled()
  await expect(ana.getByText('Allow web push first.')).toBeVisible()
  await look(ana, 'push-off')
  await tick('Allow web push').check()
  await expect(tick('Push alerts to this browser')).toBeEnabled()
  expect((await told()).asked).toBe(0)
  await tick('Push alerts to this browser').check()
  for (const kind of ['Chat request, new chat', 'Message in a chat of yours', 'Message that a visitor leaves']) {
    await expect(tick(kind)).toBeChecked()
  }
  // The ticks stand before the server's word.
  await expect.poll(async () => (await push()).wants).toEqual(['request', 'message', 'offline'])
  const { key, on } = await push()
  expect({ on, told: await told() }).toEqual({ on: true, told: { asked: 1, keys: [key] } })
  await ana.getByRole('heading', { name: 'Web push' }).evaluate((title) => title.scrollIntoView())
  await look(ana, 'push-on')

  await tick('Message in a chat of yours').uncheck()
  await expect.poll(async () => (await push()).wants).toEqual(['request', 'offline'])
  await ana.reload()
  await expect(tick('Chat request, new chat')).toBeChecked()
  await expect(tick('Message in a chat of yours')).not.toBeChecked()
  await tick('Push alerts to this browser').uncheck()
  await expect(tick('Chat request, new chat')).toBeHidden()
  await expect.poll(async () => (await push()).wants).toBeUndefined()
  await tick('Allow web push').uncheck()
  await expect(tick('Push alerts to this browser')).toBeDisabled()
})

test('ALT-1: whoever signs in again has it as he chose, in this browser', async ({ browser }) => {
  await console_(browser)
  await turnOn()
  await tick('Message that a visitor leaves').uncheck()
  await expect.poll(async () => (await push()).wants).toEqual(['request', 'message'])
  await ana.evaluate(() => fetch('/api/v1/subscription', { method: 'DELETE' })) // as a new session has none
  await ana.reload()
  await expect.poll(async () => (await push()).wants).toEqual(['request', 'message'])
})

test('ALT-1: where it is impossible the switch says why', async ({ browser }) => {
  await console_(browser, 'denied')
  await tick('Allow web push').check()
  await tick('Push alerts to this browser').click()
  await expect(ana.getByText('The browser does not let Beckon notify you.').first()).toBeVisible()
  await expect(tick('Push alerts to this browser')).toBeDisabled()
  await ana.addInitScript(() => Reflect.deleteProperty(window, 'PushManager'))
  await ana.reload()
  await expect(ana.getByText('This browser has no web push.')).toBeVisible()
  await ana.addInitScript(() => Object.defineProperty(navigator, 'standalone', { value: false }))
  await ana.reload()
  await expect(ana.getByText('Add to Home Screen', { exact: false })).toBeVisible()
  await ana.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }))
  await ana.reload()
  await expect(ana.getByText('Web push needs HTTPS', { exact: false })).toBeVisible()
  await look(ana, 'push-impossible')
})

/** The console's service worker, and how pushes reach it. */
class Alerts {
  readonly worker: Worker
  readonly #tools: CDPSession
  readonly #registration: string

  private constructor(worker: Worker, tools: CDPSession, registration: string) {
    this.worker = worker
    this.#tools = tools
    this.#registration = registration
  }

  static async of(page: Page): Promise<Alerts> {
    const context = page.context()
    const tools = await context.newCDPSession(page)
    const registered = new Promise<string>((found) => {
      tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const one = registrations.find(({ scopeURL, isDeleted }) => scopeURL === beckon.console && !isDeleted)
        if (one) found(one.registrationId)
      })
    })
    await tools.send('ServiceWorker.enable')
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
    return new Alerts(worker, tools, await registered)
  }

  async push(notice: object): Promise<void> {
    const data = JSON.stringify(notice)
    await this.#tools.send('ServiceWorker.deliverPushMessage', { origin: beckon.url, registrationId: this.#registration, data })
  }

  /** What stands on the desktop. */
  async shown(): Promise<string[]> {
    return this.worker.evaluate(async () => {
      const { registration } = self as unknown as { registration: ServiceWorkerRegistration }
      const notes = await registration.getNotifications()
      return notes.map((one) =>
        [one.title, one.body, one.requireInteraction ? 'stays' : '', one.silent ? 'silent' : ''].join('|'),
      )
    })
  }

  /** Clicks on what stands on the desktop; it returns what was focused and what was opened. */
  async click(): Promise<{ focused: number; opened: string[] }> {
    return this.worker.evaluate(async () => {
      const here = self as unknown as {
        registration: ServiceWorkerRegistration
        clients: { openWindow: (url: string) => Promise<unknown> }
        WindowClient: { prototype: { focus: () => Promise<unknown> } }
        NotificationEvent: new (type: string, of: object) => Event
      }
      const done = { focused: 0, opened: [] as string[] }
      // Without a person's click the browser allows neither.
      here.WindowClient.prototype.focus = async () => done.focused++
      here.clients.openWindow = async (url) => done.opened.push(url)
      const [notification] = await here.registration.getNotifications()
      dispatchEvent(new here.NotificationEvent('notificationclick', { notification: notification as object }))
      for (let i = 0; i < 100 && done.focused + done.opened.length === 0; i++) await new Promise((next) => setTimeout(next, 20))
      return done
    })
  }
}

test('ALT-1: the service worker shows what is pushed, each thing once, and takes back what is over', async ({ browser }) => {
  await console_(browser)
  await turnOn()
  const alerts = await Alerts.of(ana)
  // With the console in view nothing stays on the desktop.
  await alerts.push(NOTICE)
  await alerts.push({ ...NOTICE, ring: true })
  await ana.waitForTimeout(500)
  expect(await alerts.shown()).toEqual([])

  await ana.goto('about:blank')
  await alerts.push(NOTICE)
  await expect.poll(() => alerts.shown()).toEqual(['Gerda|Do you have bells?||'])
  await alerts.push({ ...NOTICE, body: 'Hello?' })
  await expect.poll(() => alerts.shown()).toEqual(['Gerda|Hello?||'])
  await alerts.push({ title: 'Ida asks for a chat', body: 'The shop', tag: 'a-request', request: 'a-request', ring: true })
  await expect.poll(async () => (await alerts.shown()).sort()).toEqual(['Gerda|Hello?||', 'Ida asks for a chat|The shop|stays|'])
  await alerts.push({ title: 'Ida', body: 'Bert has taken this request', tag: 'a-request', request: 'a-request', over: true })
  await expect
    .poll(async () => (await alerts.shown()).sort())
    .toEqual(['Gerda|Hello?||', 'Ida|Bert has taken this request||silent'])
  await alerts.push({ title: 'Rui', body: 'Taken', tag: 'never-seen', over: true })

  // Whoever looks at a console sees it there.
  await ana.goto(beckon.console)
  await expect(ana.getByRole('switch', { name: /Live Help/ })).toBeVisible()
  await expect
    .poll(async () => {
      await ana.evaluate(() => window.dispatchEvent(new Event('focus')))
      return alerts.shown()
    })
    .toEqual([])
})

test('ALT-1: a click leads to the chat in a console that is open, or opens one', async ({ browser }) => {
  await console_(browser)
  await turnOn()
  const alerts = await Alerts.of(ana)
  await goTo(ana, 'Monitor')
  const gerda = await Visitor.arrive(browser, beckon.shop)
  await engage(ana, badge(ana, /./).first())
  await gerda.accept('Gerda')
  await expect(ana.getByRole('tabpanel', { name: 'Live Communication' })).toBeVisible()
  const conversation = await ana.evaluate(async () => {
    const { conversations } = await (await fetch('/api/v1/conversations')).json()
    return conversations[0].conversation?.id ?? conversations[0].id
  })
  const notice = { ...NOTICE, tag: conversation, conversation }

  // No console is open.
  await ana.goto('about:blank')
  await alerts.push(notice)
  await expect.poll(async () => (await alerts.shown()).length).toBe(1)
  expect(await alerts.click()).toEqual({ focused: 0, opened: [`./#conversation=${conversation}`] })
  await ana.goto(`${beckon.console}#conversation=${conversation}`)
  await expect(ana.getByRole('tab', { name: 'Live Communication' })).toHaveAttribute('aria-selected', 'true')
  expect(ana.url()).not.toContain('#')

  // One is open, and shows something else.
  await ana.getByRole('button', { name: /Close/ }).first().click()
  await goTo(ana, 'Settings')
  await alerts.worker.evaluate(async (data) => {
    const { registration } = self as unknown as { registration: ServiceWorkerRegistration }
    await registration.showNotification('Gerda', { tag: data.tag, data })
  }, notice)
  expect(await alerts.click()).toEqual({ focused: 1, opened: [] })
  await expect(ana.getByRole('tab', { name: 'Live Communication' })).toHaveAttribute('aria-selected', 'true')
  expect(await alerts.shown()).toEqual([])

  // A message that was left, and a request that others have taken.
  for (const [to, url] of [
    [{ offline: 'a-message' }, /messages\/a-message$/],
    [{ request: 'a-request' }, /communication$/],
  ] as const) {
    await alerts.worker.evaluate(async (data) => {
      const { registration } = self as unknown as { registration: ServiceWorkerRegistration }
      await registration.showNotification('Gerda', { tag: 'other', data })
    }, to)
    await alerts.click()
    await expect(ana).toHaveURL(url)
  }
})
