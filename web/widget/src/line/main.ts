// A line to Beckon over HTTP, for pages that can't have a WebSocket. The loader takes it for one.
import type { Schemas } from '../../../wire/frames'
import { decode, encode } from '../json'
import { attempt } from '../safely'
import { store, stored } from '../storage'

type Answer = Schemas['LineAnswer']

/** Carrier is what of a WebSocket the loader uses. */
export interface Carrier {
  onopen?: (() => void) | null
  onmessage?: ((event: { data: string }) => void) | null
  onclose?: ((event: { code: number; reason: string }) => void) | null
  send(text: string): void
  close(): void
}

const keep = (until: string): void => store('sessionStorage', 'beckon', until)

// The next pages of this tab begin with a line like this, for ten minutes: then they try a WebSocket again.
const remember = (): void => {
  if (Date.now() > +stored('sessionStorage', 'beckon')) keep(`${Date.now() + 6e5}`)
}

// Characters of frames in one request, about; the server takes 128 KiB.
const room = 2e4

/**
 * open opens a line to the server whose WebSocket has this address. Frames are numbered: what is not acknowledged is sent again, what
 * comes again is taken once. A line that never was answered closes at the first failure, another one tries until it is closed.
 */
const open = (address: string): Carrier => {
  const url = address.replace(/^ws(.*)visit$/, 'http$1line')
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => (byte + 256).toString(16).slice(1)).join('')
  const leaving = new AbortController()
  // Not acknowledged; the first is number got + 1.
  const out: string[] = []
  let got = 0
  // Up to here a request that may still arrive has brought them.
  let sent = 0
  let heard = 0
  let polling = false
  let saying = false
  let over = false

  const end = (code: number, reason = ''): void => {
    if (over) return
    over = true
    leaving.abort()
    // Whoever had too many sockets, or restarts, may have one for the next page.
    keep('')
    line.onclose?.({ code, reason })
  }

  const post = (more: object, frames: string[]): string =>
    [encode({ line: id, from: got + 1, heard, ...more }), ...frames].join('\n')

  const ask = async (poll: boolean): Promise<void> => {
    let full = 0
    const frames = out.filter(({ length }) => {
      const fits = full < room
      full += length
      return fits
    })
    sent = got + frames.length
    try {
      const body = post({ poll }, frames)
      const response = await fetch(url, { method: 'POST', body, credentials: 'omit', cache: 'no-store', signal: leaving.signal })
      if (!response.ok) throw response
      const [head, ...news] = (await response.text()).split('\n')
      take(decode(head as string) as Answer, news)
    } catch {
      sent = got
      if (!heard) end(1006)
      else await new Promise((done) => setTimeout(done, 1e3 + 1e3 * Math.random()))
    }
  }

  const take = (answer: Answer, news: string[]): void => {
    if (over) return
    while (got < answer.got && out.length) {
      got++
      out.shift()
    }
    let number = answer.from ?? 0
    for (const data of news)
      if (number++ === heard + 1) {
        heard++
        line.onmessage?.({ data })
      }
    if (heard) remember()
    if (answer.close) end(answer.close, answer.reason)
  }

  // What the page says to a frame that has just come goes with the next poll.
  const poll = async (): Promise<void> => {
    while (!over) await ask(true)
  }

  // Does not wait behind the poll.
  const say = async (): Promise<void> => {
    if (saying) return
    saying = true
    while (!over && sent < got + out.length) await ask(false)
    saying = false
  }

  const line: Carrier = {
    send(text) {
      out.push(text)
      if (polling) setTimeout(say)
      else {
        polling = true
        poll()
      }
    },
    close() {
      if (over) return
      over = true
      leaving.abort()
      if (polling) attempt(() => navigator.sendBeacon(url, post({ end: true }, out)))
    },
  }
  setTimeout(() => line.onopen?.())
  return line
}

/** Line is a constructor, as WebSocket is one: what it makes is open's. */
export class Line {
  constructor(address: string) {
    // biome-ignore lint/correctness/noConstructorReturn: a class only because the loader says `new`
    return open(address)
  }
}
