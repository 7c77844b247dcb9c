// The server's side of the visitor's call window, see fake.ts.
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { WebSocket } from 'ws'
import type { PhoneFrame, PhoneSends, Schemas } from '../../wire/frames'

type Request = Schemas['VisitorRequest']

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob: mediastream:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

/** FakePhone is what the server knows of call windows. */
export class FakePhone {
  received: PhoneSends[] = []
  /** Sent when a window says its key. */
  first: Schemas['PhoneFrame'] & { token?: string; press?: boolean } = { type: 'phone' }
  /** The request that the window waits with; sent after that. */
  waiting: PhoneFrame | undefined
  /** How windows are sent away; nothing: they are not. */
  closes: number | undefined
  /** What a frame leads to. */
  hears: (frame: PhoneSends) => void = () => {}
  private windows = new Set<WebSocket>()

  /** Serves the window's page under the policy that the server gives it. */
  answer(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy })
    response.end(readFileSync(join(import.meta.dirname, '../dist/call.html')))
  }

  come(socket: WebSocket): void {
    socket.on('message', (data) => {
      const frame = JSON.parse(`${data}`) as PhoneSends
      this.received.push(frame)
      if (frame.type === 'phone') {
        if (this.closes) return socket.close(this.closes)
        this.windows.add(socket)
        socket.send(JSON.stringify(this.first))
        if (this.waiting) socket.send(JSON.stringify(this.waiting))
      }
      this.hears(frame)
    })
    socket.on('close', () => this.windows.delete(socket))
  }

  end(): void {
    for (const socket of this.windows) socket.terminate()
  }

  /** Says where a request of the visitor's stands. */
  request(state: Request['state']): void {
    const request = { id: 'request-00000000001', kind: 'voice', state, returned: false, place: 0, expected: 0 } as const
    this.tell({ type: 'request', request })
  }

  tell(frame: PhoneFrame): void {
    if (frame.type === 'phone') this.first = { ...this.first, ...frame }
    if (frame.type === 'request') this.waiting = frame.request.state === 'waiting' ? frame : undefined
    for (const socket of this.windows) socket.send(JSON.stringify(frame))
  }

  of<T extends PhoneSends['type']>(type: T): Extract<PhoneSends, { type: T }>[] {
    return this.received.filter((frame): frame is Extract<PhoneSends, { type: T }> => frame.type === type)
  }
}
