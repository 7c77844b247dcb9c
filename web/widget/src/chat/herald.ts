import type { VisitorFrame } from '../../../wire/frames'
import { announce } from '../announce'
import type { Message } from '../port'

/** newHerald returns a function that announces what of each frame the page's own scripts may know; never what was said. */
export const newHerald = (): ((frame: VisitorFrame) => void) => {
  let open = ''
  let upTo = 0

  const hear = ({ seq, from, conversation }: Message): void => {
    if (seq <= upTo) return
    upTo = seq
    if (from === 'operator') announce({ type: 'message', conversation })
  }

  return (frame) => {
    switch (frame.type) {
      case 'welcome': {
        // On a new page what was said before is no news, after a break of the line it is.
        const { id = '', state, lastSeq = 0 } = frame.conversation ?? {}
        if (id !== open) upTo = lastSeq
        open = state === 'open' ? id : ''
        frame.messages?.forEach(hear)
        break
      }
      case 'gone':
        if (frame.why === 'accepted') announce({ type: 'accept', invitation: frame.invitation })
        break
      case 'conversation': {
        const { id, state } = frame.conversation
        if (state === 'open' && id !== open) {
          open = id
          upTo = 0
          announce({ type: 'started', conversation: id })
        }
        if (state === 'ended' && id === open) {
          open = ''
          announce({ type: 'ended', conversation: id })
        }
        break
      }
      case 'message':
        hear(frame.message)
        break
      case 'left':
        announce({ type: 'left' })
    }
  }
}
