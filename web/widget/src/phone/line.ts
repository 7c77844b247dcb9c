import type { PhoneFrame, PhoneSends } from '../../../wire/frames'

/** Line is the call window's line to Beckon. Nobody else knows the socket. */
export interface Line {
  /** Sends a frame; false when there is no line, and then nothing was sent. */
  send(frame: PhoneSends): boolean
  /** Connects, and again whenever the line is lost, until close. */
  open(): void
  close(): void
  /** Tries at once: the network is back. */
  nudge(): void
}

/** newLine returns a line that is not yet open; `hello` makes the first frame, `lost` is told the close code and returns whether to go on. */
export const newLine = (hello: () => PhoneSends, take: (frame: PhoneFrame) => void, lost: (code: number) => boolean): Line => {
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout>
  let up = false
  let losses = 0
  let heard = 0

  const close = (): void => {
    clearTimeout(timer)
    const mine = socket
    socket = undefined
    up = false
    mine?.close()
  }
  const lose = (code: number, reason: string): void => {
    close()
    // Not all at once after a restart; the seconds that a server names hold for everybody.
    if (lost(code)) timer = setTimeout(connect, 1e3 * (+reason.slice(6) + Math.random() * Math.min(5, ++losses)))
  }
  const watch = (milliseconds: number): void => {
    clearTimeout(timer)
    heard = Date.now()
    timer = setTimeout(() => lose(1006, ''), milliseconds)
  }
  const connect = (): void => {
    if (socket) return
    const mine = new WebSocket(`${location.origin.replace('http', 'ws')}/v1/phone`)
    socket = mine
    // The server waits a while for the page to say whose key this is.
    watch(25e3)
    mine.onopen = () => mine.send(JSON.stringify(hello()))
    mine.onclose = ({ code, reason }) => socket === mine && lose(code, reason)
    mine.onmessage = ({ data }) => {
      if (socket !== mine) return
      const frame = JSON.parse(data) as PhoneFrame
      if (frame.type === 'phone') {
        up = true
        losses = 0
      }
      watch(45e3)
      if (frame.type === 'ping') mine.send('{"type":"pong"}')
      else take(frame)
    }
  }

  return {
    send(frame) {
      if (up) socket?.send(JSON.stringify(frame))
      return up
    },
    open: connect,
    close,
    nudge() {
      // A ping is due every 20 s: a line this silent was lost.
      if (up && Date.now() - heard > 25e3) lose(1006, '')
      if (socket) return
      clearTimeout(timer)
      connect()
    },
  }
}
