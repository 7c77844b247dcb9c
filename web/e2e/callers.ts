// Visitors who ask for a chat without a browser: they speak the public protocol from here. And what operators have on the screen of it.
import { randomBytes } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'
import { WebSocket } from 'ws'
import type { VisitorFrame, VisitorSends } from '../wire/frames'
import type { Beckon } from './beckon'

const callers: Caller[] = []

/** A visitor who asks for a chat: a line to the server and what came over it. */
export class Caller {
  readonly #socket: WebSocket
  readonly #came: VisitorFrame[] = []
  #waiting: (() => void)[] = []
  conversation = ''

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as VisitorFrame
      if (frame.type === 'ping') this.#send({ type: 'pong' } as VisitorSends)
      if (frame.type === 'conversation') this.conversation = frame.conversation.id
      this.#came.push(frame)
      for (const wake of this.#waiting.splice(0)) wake()
    })
  }

  /** Opens a page of the shop. */
  static async arrive(beckon: Beckon, path: string, title: string): Promise<Caller> {
    const key = /data-site="([^"]+)"/.exec(await (await fetch(beckon.shop)).text())?.[1] ?? ''
    const socket = new WebSocket(`ws://localhost:${beckon.port}/v1/visit`, {
      origin: beckon.url,
      headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    })
    const caller = new Caller(socket)
    callers.push(caller)
    await new Promise((opened, failed) => socket.once('open', opened).once('error', failed))
    caller.#send({
      type: 'hello',
      version: 1,
      site: key,
      page: newID(),
      url: `${beckon.shop}${path}`,
      title,
      visible: true,
      focused: true,
    })
    await caller.hears((frame) => frame.type === 'welcome')
    return caller
  }

  async ask(name: string): Promise<void> {
    this.#send({ type: 'ask', id: newID(), name, kind: 'text' })
    await this.hears((frame) => frame.type === 'request')
  }

  async say(text: string): Promise<void> {
    await expect.poll(() => this.conversation).not.toBe('')
    this.#send({ type: 'say', conversation: this.conversation, id: newID(), text })
  }

  /** The place in the queue becomes this one. */
  async stands(place: number): Promise<void> {
    await this.hears((frame) => frame.type === 'request' && frame.request.place === place)
  }

  async reads(text: string | RegExp): Promise<void> {
    await this.hears((frame) => frame.type === 'message' && frame.message.text.search(text) >= 0)
  }

  /** How often a line like this has come. */
  heard(text: RegExp): number {
    return this.#came.filter((frame) => frame.type === 'message' && text.test(frame.message.text)).length
  }

  leave(): void {
    this.#socket.close()
  }

  /** Waits until a frame has come that this is true of, also one that came before. */
  async hears(is: (frame: VisitorFrame) => boolean): Promise<void> {
    const until = Date.now() + 15_000
    while (!this.#came.some(is)) {
      const left = until - Date.now()
      if (left <= 0) throw new Error(`never came: ${is}; came: ${JSON.stringify(this.#came.slice(-8))}`)
      await Promise.race([
        new Promise<void>((wake) => this.#waiting.push(wake)),
        new Promise((late) => setTimeout(late, left).unref()),
      ])
    }
  }

  #send(frame: VisitorSends): void {
    this.#socket.send(JSON.stringify(frame))
  }
}

/** hangUp ends the lines of all callers. */
export function hangUp(): void {
  for (const caller of callers.splice(0)) caller.leave()
}

const newID = () => randomBytes(12).toString('base64url')

/** available waits until an operator's console is connected, with Live Help on. */
export async function available(console: Page): Promise<Page> {
  const live = console.getByRole('switch', { name: /Live Help/ })
  if ((await live.getAttribute('aria-checked')) !== 'true') await live.click()
  await expect(live).toHaveAttribute('aria-checked', 'true')
  await expect(console.getByTitle('Connected')).toBeVisible()
  return console
}

/** incoming is the chat request that rings at an operator. */
export const incoming = (console: Page) => console.getByRole('dialog', { name: 'Incoming chat request' })
/** accept takes it. */
export const accept = (console: Page) => incoming(console).getByRole('button', { name: 'Accept' }).click()
/** summary is the Communication summary. */
export const summary = (console: Page) => console.getByRole('region', { name: 'Communication summary' })
/** row is the row of a visitor in the Communication Queue. */
export const row = (console: Page, name: string): Locator => console.getByRole('row').filter({ hasText: name })
/** composer is where an operator writes. */
export const composer = (console: Page) => console.getByRole('textbox', { name: 'Message' })
/** profileOf is the open profile of a visitor. */
export const profileOf = (console: Page, name: string) => console.getByRole('region', { name: new RegExp(name) })

/** says has an operator write and send. */
export async function says(console: Page, text: string): Promise<void> {
  await composer(console).fill(text)
  await console.keyboard.press('Enter')
}
