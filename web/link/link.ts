import { type Backoff, LEAST_APART, makeBackoff } from './backoff'

/** LinkState is how the line stands. `down`: it broke or could not be had, and is being tried again after a wait. */
export type LinkState = 'connecting' | 'connected' | 'down'

/** LinkEnd is why a line is not tried again. */
export type LinkEnd = 'signed-out' | 'outdated'

/** What a console's line needs of those round it. */
export interface LinkNeeds {
  url: string
  /** A ticket for one connection; undefined when nobody is signed in. */
  ticket(): Promise<string | undefined>
  /** Every frame but pings. */
  receive(frame: { type: string }): void
  state(state: LinkState): void
  /** The line is not tried again. */
  ended(why: LinkEnd): void
  /** For tests. */
  backoff?: Backoff
}

/** A Link keeps one socket to the server: it connects again when that breaks, and knows a silent line for dead. */
export interface Link {
  /** send sends a frame and returns whether there was a line; without one the frame is dropped. */
  send(frame: object): boolean
  /** heard is when a frame came last, in milliseconds as Date.now has them; 0: never. */
  heard(): number
  /** retry connects without waiting. */
  retry(): void
  /** stop ends the line for good. */
  stop(): void
}

const VERSION = 1
const DEAD_AFTER = 45_000
const OPEN_WITHIN = 10_000
const CAP = 5000
const CLOSE = { badFrame: 1008, restart: 1012, tooMany: 1013, signIn: 4001, notHere: 4003, tooSlow: 4008, tooOld: 4010 }

/** consoleSocketURL is where the console's socket is. */
export function consoleSocketURL(at: { protocol: string; host: string }): string {
  return `${at.protocol === 'https:' ? 'wss:' : 'ws:'}//${at.host}/api/v1/live`
}

/** secondsIn are the seconds that the server named in a close reason such as `retry 5`. */
export function secondsIn(reason: string): number | undefined {
  const named = /retry (\d{1,4})/.exec(reason)?.[1]
  return named === undefined ? undefined : Number(named)
}

/** makeLink begins to connect and keeps the line until it is stopped or the server says not to come back. */
export function makeLink(needs: LinkNeeds): Link {
  const backoff = needs.backoff ?? makeBackoff(CAP)
  let socket: WebSocket | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let heard = 0
  let over = false

  const say = (state: LinkState) => {
    if (!over) needs.state(state)
  }

  async function open(): Promise<void> {
    const mine = ++attempt
    clearTimeout(waiting)
    waiting = undefined
    say('connecting')
    let ticket: string | undefined
    try {
      ticket = await needs.ticket()
    } catch {
      if (mine === attempt && !over) later()
      return
    }
    if (mine !== attempt || over) return
    if (ticket === undefined) return end('signed-out')
    begin(new WebSocket(needs.url), ticket)
  }

  function begin(opening: WebSocket, ticket: string): void {
    socket = opening
    listen(OPEN_WITHIN)
    opening.onopen = () => opening.send(JSON.stringify({ type: 'watch', version: VERSION, ticket }))
    opening.onmessage = ({ data }) => {
      if (socket !== opening) return
      heard = Date.now()
      listen(DEAD_AFTER)
      const frame = frameOf(data)
      if (!frame) return
      if (frame.type === 'ping') return opening.send('{"type":"pong"}')
      needs.receive(frame)
      // A line is good once the picture is there: only then is what the screen shows right again.
      if (frame.type === 'picture') {
        backoff.opened()
        say('connected')
      }
    }
    opening.onclose = ({ code, reason }) => {
      if (socket === opening) broken(code, reason)
    }
  }

  function listen(patience: number): void {
    clearTimeout(silence)
    silence = setTimeout(() => {
      drop()
      later()
    }, patience)
  }

  function broken(code: number, reason: string): void {
    drop()
    if (code === CLOSE.signIn) end('signed-out')
    else if (code === CLOSE.tooOld) end('outdated')
    // 1008 is our own mistake: the same frames at once would only repeat it.
    else if (code === CLOSE.badFrame || code === CLOSE.notHere) wait(CAP)
    // The backlog was dropped, nothing is wrong with the line; but one that is always too slow must not hammer.
    else if (code === CLOSE.tooSlow && backoff.mayHurry()) wait(0)
    else later(code === CLOSE.restart || code === CLOSE.tooMany ? secondsIn(reason) : undefined)
  }

  function later(seconds?: number): void {
    wait(backoff.next(seconds))
  }

  function wait(milliseconds: number): void {
    if (over) return
    say('down')
    clearTimeout(waiting)
    waiting = setTimeout(() => void open(), milliseconds)
  }

  function drop(): void {
    clearTimeout(silence)
    const old = socket
    socket = undefined
    old?.close()
  }

  function hurry(): void {
    if (!over && waiting !== undefined && backoff.mayHurry()) void open()
  }

  const seen = () => {
    if (document.visibilityState === 'visible') hurry()
  }
  // A socket of the network before may look open for long.
  const renew = () => {
    if (over) return
    attempt++
    drop()
    if (backoff.mayHurry()) void open()
    else wait(LEAST_APART)
  }
  window.addEventListener('online', renew)
  document.addEventListener('visibilitychange', seen)

  function stop(): void {
    over = true
    attempt++
    clearTimeout(waiting)
    waiting = undefined
    drop()
    window.removeEventListener('online', renew)
    document.removeEventListener('visibilitychange', seen)
  }

  function end(why: LinkEnd): void {
    say('down')
    stop()
    needs.ended(why)
  }

  void open()
  return {
    send(frame) {
      if (socket?.readyState !== 1) return false
      socket.send(JSON.stringify(frame))
      return true
    },
    heard: () => heard,
    retry: hurry,
    stop,
  }
}

function frameOf(data: unknown): { type: string } | undefined {
  try {
    const frame: unknown = JSON.parse(String(data))
    const known = typeof frame === 'object' && frame !== null && 'type' in frame && typeof frame.type === 'string'
    return known ? (frame as { type: string }) : undefined
  } catch {
    return undefined
  }
}
