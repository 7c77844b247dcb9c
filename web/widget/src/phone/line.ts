import type { PhoneFrame, PhoneSends } from '../../../wire/frames'

/** Line is the call window's line to Beckon. Nobody else knows the socket. */
export interface Line {
  /** Sends a frame; false when there is no line, and then nothing was sent. */
  send(frame: PhoneSends): boolean
  /** Connects, and again whenever the line is lost, until close. */
  open(): void
  close(): void
  /** Connects anew at once when nothing was heard for so many milliseconds; 0: whatever there is belongs to another network. */
  nudge(quiet: number): void
  /** For how many milliseconds nothing was heard, counted from open on. */
  silence(): number
  /** Whether no socket has ever opened, in three tries or in 8 s. */
  barred(): boolean
}

// A ping is due every 20 s: a line that is silent for longer is lost.
const dead = 25e3

/** newLine returns a line that is not yet open; `hello` makes the first frame, `lost` is told the close code and returns whether to go on. */
export const newLine = (hello: () => PhoneSends, take: (frame: PhoneFrame) => void, lost: (code: number) => boolean): Line => {
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout>
  let wanted = false
  let up = false
  let opened = false
  let first = 0
  let losses = 0
  let heard = 0

  const silence = (): number => Date.now() - heard

  const drop = (): void => {
    clearTimeout(timer)
    const mine = socket
    socket = undefined
    up = false
    mine?.close()
  }
  const lose = (code: number, reason: string): void => {
    drop()
    wanted = lost(code)
    // Not all at once after a restart; the seconds that a server names hold for everybody.
    const named = +(/^retry (\d+)$/.exec(reason)?.[1] ?? 0)
    if (wanted) timer = setTimeout(connect, 1e3 * (named + Math.random() * Math.min(5, ++losses)))
  }
  const watch = (milliseconds: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => lose(1006, ''), milliseconds)
  }
  const connect = (): void => {
    if (socket || !wanted) return
    const mine = new WebSocket(`${location.origin.replace('http', 'ws')}/v1/phone`)
    socket = mine
    watch(1e4)
    mine.onopen = () => {
      if (socket !== mine) return
      opened = true
      // The server waits a while for the page to say whose key this is.
      watch(dead)
      mine.send(JSON.stringify(hello()))
    }
    mine.onclose = ({ code, reason }) => socket === mine && lose(code, reason)
    mine.onmessage = ({ data }) => {
      if (socket !== mine) return
      const frame = JSON.parse(data) as PhoneFrame
      if (frame.type === 'phone') {
        up = true
        losses = 0
      }
      heard = Date.now()
      watch(dead)
      if (frame.type === 'ping') mine.send('{"type":"pong"}')
      else take(frame)
    }
  }

  return {
    send(frame) {
      if (up) socket?.send(JSON.stringify(frame))
      return up
    },
    open() {
      if (wanted) return
      wanted = true
      heard = Date.now()
      first ||= heard
      connect()
    },
    close() {
      wanted = false
      drop()
    },
    nudge(quiet) {
      if (!wanted) return
      if (socket && (up ? silence() >= quiet : !quiet)) lose(1006, '')
      if (socket) return
      clearTimeout(timer)
      connect()
    },
    silence,
    barred: () => !opened && (losses > 2 || (first > 0 && Date.now() - first > 8e3)),
  }
}
