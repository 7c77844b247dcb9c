import type { VisitorFrame, VisitorSends } from '../../../wire/frames'
import { decode, encode } from '../json'
import { later, safely } from '../safely'

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
  const wait = Math.random() * Math.min(cap, named || (attempt ? 2 ** (attempt - 1) : 5))
  return 1000 * (code === 1008 ? cap : code === 1013 ? (named || 5) + wait : wait)
}

/**
 * newLink returns a link that is not yet open. `hello` makes the first frame of each connection, `take` receives what comes,
 * `lost` the close code of a line that is gone, for good when `stopped`. While `urgent`, retries come at most 5 s apart.
 */
export const newLink = (
  address: string,
  hello: () => VisitorSends,
  take: (frame: VisitorFrame) => void,
  lost: (code: number, stopped: boolean) => void,
  urgent: () => boolean,
): Link => {
  const Socket = WebSocket
  let socket: WebSocket | undefined
  // While there is a socket: when to take it for dead. Otherwise: when to connect again.
  let timer: ReturnType<typeof setTimeout>
  let attempt = 0
  let tried = 0
  let welcomed = 0
  let heard = 0
  let wanted = false

  const drop = (): void => {
    const old = socket
    socket = undefined
    clearTimeout(timer)
    if (!old) return
    old.onopen = old.onmessage = old.onclose = null
    old.close()
  }

  const lose = (code: number, reason: string): void => {
    drop()
    if (welcomed && Date.now() - welcomed >= 6e4) attempt = 0
    welcomed = 0
    const stopped = code === 4003 || code === 4010
    if (stopped) wanted = false
    else timer = later(connect, retryDelay(attempt++, code, reason, urgent()))
    lost(code, stopped)
  }

  const watch = (milliseconds: number): void => {
    clearTimeout(timer)
    heard = Date.now()
    timer = later(() => lose(1006, ''), milliseconds)
  }

  const connect = (): void => {
    if (socket || !wanted) return
    tried = Date.now()
    const mine = new Socket(address)
    socket = mine
    watch(1e4)
    mine.onopen = safely(() => mine.send(encode(hello())))
    mine.onmessage = safely(({ data }: MessageEvent) => {
      const frame = decode(data) as VisitorFrame
      if (frame.type === 'welcome') welcomed = Date.now()
      if (welcomed) watch(45e3)
      if (frame.type === 'ping') mine.send(encode({ type: 'pong' }))
      else take(frame)
    })
    mine.onclose = safely(({ code, reason }: CloseEvent) => lose(code, reason))
  }

  return {
    send(frame) {
      if (!welcomed) return false
      socket?.send(encode(frame))
      return true
    },
    open() {
      wanted = true
      connect()
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
      if (socket || !wanted) return
      clearTimeout(timer)
      timer = later(connect, tried + 2e3 - now)
    },
  }
}
