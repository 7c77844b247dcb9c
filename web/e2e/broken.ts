// What breaks between a browser and Beckon: a line that says nothing any more though it looks open, and the way to the relay.
import { createSocket, type Socket } from 'node:dgram'
import { type BrowserContext, type Page, test, type WebSocketRoute } from '@playwright/test'

/** Line is a page's line to Beckon, sockets and API, as a network carries it: it can fall silent, which neither side is told of. */
export class Line {
  #dead = false

  private constructor() {}

  /** Goes between a page, or all of a visitor's, and Beckon, from the next loading on. `change` sees what Beckon says over sockets. */
  static async of(
    page: Page | BrowserContext,
    path: RegExp,
    change: (frame: string) => string = (frame) => frame,
  ): Promise<Line> {
    const line = new Line()
    await page.routeWebSocket(path, (near) => {
      if (line.#dead) return
      const far = near.connectToServer()
      const alive = () => !line.#dead && !lost
      let lost = false
      line.#cuts.push(() => {
        lost = true
      })
      near.onMessage((message) => alive() && far.send(message))
      far.onMessage((message) => alive() && near.send(change(String(message))))
      near.onClose((code, reason) => alive() && close(far, code, reason))
      far.onClose((code, reason) => alive() && close(near, code, reason))
    })
    await page.route('**/api/v1/**', (route) => (line.#dead ? route.abort('internetdisconnected') : route.fallback()))
    return line
  }

  readonly #cuts: (() => void)[] = []

  /** From now on nothing gets through, and nobody is told. What is open now stays silent for good. */
  cut(): void {
    this.#dead = true
    for (const lose of this.#cuts.splice(0)) lose()
  }

  /** The network is back. */
  mend(): void {
    this.#dead = false
  }
}

// The codes that browsers give themselves can't be passed on.
function close(socket: WebSocketRoute, code = 1000, reason = ''): Promise<void> {
  return [1005, 1006].includes(code) ? socket.close() : socket.close({ code, reason })
}

/** Way is a way to the relay that can be lost: what comes from another port of the browser's then goes another way. */
export class Way {
  readonly #near = createSocket('udp4')
  readonly #far = new Map<number, Socket>()
  readonly #lost = new Set<number>()
  #relay = 0
  #open = true

  /** Opens one; where to is known once an address of the relay has been rewritten. */
  static async open(): Promise<Way> {
    const way = new Way()
    await new Promise<void>((bound) => way.#near.bind(0, '127.0.0.1', bound))
    way.#near.on('message', (packet, { port }) => way.#take(packet, port))
    return way
  }

  /** Rewrites the addresses of the relay in what Beckon says, so that they lead here, by UDP alone. */
  readonly rewrite = (text: string): string => {
    const frame = JSON.parse(text)
    const real = /^turn:127\.0\.0\.1:(\d+)\?transport=udp$/.exec(frame.urls?.[0] ?? '')?.[1]
    if (!real) return text
    this.#relay = Number(real)
    return JSON.stringify({ ...frame, urls: [`turn:127.0.0.1:${this.#near.address().port}?transport=udp`] })
  }

  /** Rewrites them in the answers to a page of the console. */
  async ofConsole(page: Page): Promise<void> {
    await page.route('**/calls/*/relay', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: this.rewrite(await answer.text()) })
    })
  }

  /** Nothing gets through any more; by the ports used so far never again. */
  cut(): void {
    this.#open = false
    for (const port of this.#far.keys()) this.#lost.add(port)
  }

  mend(): void {
    this.#open = true
  }

  close(): void {
    this.#near.close()
    for (const far of this.#far.values()) far.close()
  }

  #take(packet: Buffer, port: number): void {
    if (!this.#open || this.#lost.has(port) || this.#relay === 0) return
    let far = this.#far.get(port)
    if (!far) {
      far = createSocket('udp4')
      far.on('message', (back) => {
        if (this.#open && !this.#lost.has(port)) this.#near.send(back, port, '127.0.0.1')
      })
      this.#far.set(port, far)
    }
    far.send(packet, this.#relay, '127.0.0.1')
  }
}

/** way is the test's way to the relay. */
export let way: Way

/** Each test has a way to the relay that can be lost. */
export function lostWay(): void {
  test.beforeEach(async () => {
    way = await Way.open()
  })
  test.afterEach(() => way.close())
}
