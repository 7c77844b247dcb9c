// The chat panel: everything after the site's button or Start Chat. It lives in the loader's shadow root and speaks over the loader's line.

import type { VisitorFrame } from '../../../wire/frames'
import { announce } from '../announce'
import { linkify } from '../linkify'
import type { Invitation, Panel, Port } from '../port'
import { safely } from '../safely'
import { stored } from '../storage'
import { newAfter } from './after'
import { Asking } from './asking'
import { newAttaching } from './attaching'
import { dropOn, newAttachments } from './attachments'
import { newFiles } from './files'
import { newHerald } from './herald'
import { newMeeting } from './meeting'
import { newOutbox } from './outbox'
import { forget, newSession } from './session'
import { newShell } from './shell'
import { newSound } from './sound'
import { Talking } from './talking'
import { newVoice } from './voice'
import { mayHave } from './words'

// The card comes as text, for it must come at once; its addresses become links here.
const linkCard = (root: ShadowRoot): void => {
  const said = root.querySelector('.card p')
  const text = said?.textContent ?? ''
  const nodes = linkify(text)
  if (nodes.length > 1) said?.replaceChildren(...nodes)
}

/** start opens the panel on this page; it shows nothing until a frame or the visitor asks for it. */
export const start = (port: Port): Panel => {
  const session = newSession(port.name)
  const outbox = newOutbox(port.name, port.keep)
  const sound = newSound(session)
  // The module comes from where the files go.
  const { origin } = new URL(import.meta.url)
  const files = newFiles(port.root, origin, port.name.slice('beckon_'.length))
  // Both forms of it have the same files: they go on when a form is closed.
  const enclosing = newAttaching(files, '', session)
  const after = newAfter({
    root: port.root,
    outbox,
    session,
    enclosing,
    newAttachments: (attaching, left) => newAttachments(attaching, files.filing, left),
    dropOn,
  })
  const voice = newVoice({ port, session, origin, bell: sound.ring, open: () => talking.unfold(false) })
  const shell = newShell(port.root, () => (asking.waits() ? asking.unfold() : talking.unfold()), voice.appear)
  const talking = new Talking({ port, shell, session, outbox, sound, files, enclosing, after })
  const meeting = newMeeting(port, shell, session, voice)
  const asking = new Asking({ port, shell, session, outbox, after, voice, left: () => talking.settle() })
  const herald = newHerald()
  let invitation: Invitation | undefined

  return {
    take(frame) {
      if (frame.type === 'welcome') {
        files.welcome(frame)
        mayHave(frame.maxMessage)
        session.name ||= frame.yourName ?? ''
      }
      if (frame.type === 'welcome' || frame.type === 'invitation') {
        invitation = frame.invitation
        requestAnimationFrame(safely(() => linkCard(port.root)))
      }
      if (frame.type === 'gone') invitation = undefined
      const free = shell.free()
      if (talking.take(frame)) {
        const met = meeting.over()
        const asked = asking.over()
        // The visitor who pressed Start writes next.
        if (met || asked) talking.unfold(met || free)
        if (asked) sound.ring()
      }
      meeting.take(frame)
      asking.take(frame)
      herald(frame)
      voice.take(frame)
    },
    lost(code, stopped) {
      talking.lost(code, stopped)
      meeting.lost()
      asking.lost(stopped)
      if (code < 4011) return
      // All is over with this visitor: a call that rings, what is shown, and what is kept.
      voice.take({ type: 'welcome' } as VisitorFrame)
      meeting.over()
      asking.over()
      for (const { id } of outbox.list()) outbox.take(id)
      talking.close()
      forget(session)
    },
    open() {
      announce({ type: 'opened' })
      // The server may not have heard yet that it was closed.
      const closed = invitation?.id === stored('sessionStorage', `${port.name}_declined`)
      if (invitation && !closed && !asking.shown()) meeting.open(invitation)
      else if (talking.goesOn()) talking.unfold()
      else asking.knock()
    },
  }
}
