// The chat panel: everything after Start Chat. It lives in the loader's shadow root and speaks over the loader's line.
import type { Panel, Port } from '../port'
import { newMeeting } from './meeting'
import { newShell } from './shell'
import { Talking } from './talking'

/** start opens the panel on this page; it shows nothing until a frame or **Start Chat** asks for it. */
export const start = (port: Port): Panel => {
  const shell = newShell(port.root, () => talking.unfold())
  const talking = new Talking(port, shell)
  const meeting = newMeeting(port, shell)
  return {
    take(frame) {
      // The visitor who pressed Start writes next.
      if (talking.take(frame) && meeting.over()) talking.unfold()
      meeting.take(frame)
    },
    lost(code, stopped) {
      talking.lost(code, stopped)
      meeting.lost()
    },
    open: meeting.open,
  }
}
