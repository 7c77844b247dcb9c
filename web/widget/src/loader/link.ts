import type { VisitorFrame, VisitorSends } from '../../../wire/frames'
import { decode, encode } from '../json'
import { later, safely } from '../safely'
import { stored } from '../storage'

/** Link is the page's line to Beckon. Nobody else knows the socket. */
export interface Link {
  /** Sends a frame; false when the server has not welcomed this page, and then nothing was sent. */
  send(frame: VisitorSends): boolean
  /** Connects, and connects again whenever the line is lost, until close or a code that forbids it. */
  open(): void
  /** Ends the line; open takes it up again. */
  close(): void
  /** Tries at once, at most every 2 s: the network is back, or the visitor looks. */
  nudge(): void
}

/**
 * retryDelay returns how many milliseconds to wait before connecting again.
 * `attempt` counts the losses since the line was last healthy, beginning with 0. Whoever is in a hurry spreads over no more than 5 s;
 * the seconds that a server names with 1013 hold for everybody.
 */
export const retryDelay = (attempt: number, code: number, reason: string, urgent: boolean): number => {
  const cap = urgent ? 5 : 60
  // The reason names seconds as in "retry 5".
  const named = +reason.slice(6)
  const wait = Math.random() * Math.min(cap, named || (attempt ? 2 ** attempt / 2 : 5))
  return 1000 * (code === 1008 ? cap : code === 1013 ? (named || 5) + wait : wait)
}

type Socket = new (address: string) => WebSocket

/**
 * newLink returns a link to origin that is not yet open. `hello` makes the first frame of each connection, `take` receives what comes,
 * `lost` the close code of a line that is gone, for good when `stopped`. While `urgent`, retries come at most 5 s apart.
 * Where no WebSocket can be had it goes on over HTTP.
 */
export const newLink = (
  origin: string,
  hello: () => VisitorSends,
  take: (frame: VisitorFrame) => void,
  lost: (code: number, stopped: boolean) => void,
  urgent: () => boolean,
): Link => {
  // May be missing.
  const Web: Socket = window.WebSocket
  // What the next try is made with.
  let Socket = Web
  // Tries until a WebSocket is given up; none once one was opened.
  let tries = 2
  let socket: WebSocket | undefined
  // While there is a socket: when to take it for dead. Otherwise: when to connect again.
  let timer: ReturnType<typeof setTimeout>
  let losses = 0
  let tried = 0
  let welcomed = 0
  let heard = 0
  let wanted = false

  const say = (frame: VisitorSends): void => socket?.send(encode(frame))

  const drop = (): void => {
    clearTimeout(timer)
    socket?.close()
    socket = undefined
    // After a line over HTTP a WebSocket has one try: what kept it away may be over.
    if (Socket !== Web) {
      Socket = Web
      tries = 1
    }
  }

  const lose = (code: number, reason: string): void => {
    if (Socket === Web && tries > 0) fall()
    drop()
    if (welcomed && Date.now() - welcomed >= 6e4) losses = 0
    welcomed = 0
    const stopped = code > 4009 || code === 4003
    if (stopped) wanted = false
    // Only those who were there before come back all at once, and need the long first wait.
    timer = later(connect, retryDelay(tries > 0 ? ++losses : losses++, code, reason, urgent()))
    lost(code, stopped)
  }

  const watch = (milliseconds: number): void => {
    clearTimeout(timer)
    heard = Date.now()
    timer = later(() => lose(1006, ''), milliseconds)
  }

  // The next try goes over HTTP, when that was all that could be tried.
  const fall = (): Promise<void> =>
    import(/* @vite-ignore */ `${origin}/w/line.js`)
      .then((module) => {
        // While one is under way, it is not yet given up.
        if (!socket && !--tries) Socket = module.Line
      })
      .catch(() => {})

  const connect = (): void => {
    if (socket || !wanted) return
    tried = Date.now()
    // Some pages forbid sockets by an exception.
    watch(0)
    const mine = new Socket(`${origin.replace('http', 'ws')}/v1/visit`)
    socket = mine
    watch(1e4)
    // A socket that was dropped has no more say.
    const on = <E>(f: (event: E) => void) => safely((event: E) => socket === mine && f(event))
    mine.onopen = on(() => {
      tries = 0
      say(hello())
    })
    mine.onmessage = on(({ data }: MessageEvent) => {
      const frame = decode(data) as VisitorFrame
      if (frame.type === 'welcome') welcomed = Date.now()
      if (welcomed) watch(45e3)
      if (frame.type === 'ping') say({ type: 'pong' })
      else take(frame)
    })
    // A socket that the page's policy forbids ends without a close.
    mine.onerror = on(() => lose(1006, ''))
    mine.onclose = on((event: CloseEvent) => lose(event.code, event.reason))
  }

  return {
    send(frame) {
      if (welcomed) say(frame)
      return !!welcomed
    },
    open() {
      wanted = true
      // An earlier page of this tab has found out that there are no sockets here.
      if (Date.now() > +stored('sessionStorage', 'beckon')) return connect()
      tries = 1
      fall().then(connect)
    },
    close() {
      wanted = false
      welcomed = 0
      drop()
    },
    nudge() {
      const now = Date.now()
      // A ping is due every 20 s: a line this silent was lost in sleep.
      if (welcomed && now - heard > 25e3) lose(1006, '')
      if (socket) return
      clearTimeout(timer)
      timer = later(connect, tried + 2e3 - now)
    },
  }
}
