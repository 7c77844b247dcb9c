// What no test may do: ask anybody but Beckon and the shop for anything. Both are on this machine.
import { test as base, expect } from '@playwright/test'

/** OURS are the names of this machine; the last one is given to it by plain.spec.ts. */
const OURS = ['localhost', '127.0.0.1', 'beckon.example']

/** Every test notes what its pages, of operators and visitors, ask of others by HTTP and WebSocket, and fails when there was anything. */
export const test = base.extend<{ nobodyElse: undefined }, { strangers: string[] }>({
  strangers: [
    async ({ browser }, use) => {
      const asked: string[] = []
      const note = (url: string): void => {
        const { protocol, hostname } = new URL(url)
        if (/^(http|ws)s?:$/.test(protocol) && !OURS.includes(hostname)) asked.push(url)
      }
      const open = browser.newContext.bind(browser)
      browser.newContext = async (options) => {
        const context = await open(options)
        context.on('request', (request) => note(request.url()))
        context.on('page', (page) => page.on('websocket', (socket) => note(socket.url())))
        return context
      }
      await use(asked)
      browser.newContext = open
    },
    { scope: 'worker', auto: true },
  ],
  nobodyElse: [
    async ({ strangers }, use) => {
      await use(undefined)
      expect(strangers.splice(0), 'asked of strangers').toEqual([])
    },
    { auto: true },
  ],
})
