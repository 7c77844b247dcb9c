// Voice in the chat panel. The call runs in a window of its own on Beckon's origin (phone/); the panel opens it, shows the call and steers it
// through the server, for what opened a window may be cut from it.
import type { Schemas } from '../../../wire/frames'
import type { Voice, VoiceNeeds } from '../chat/voice'
import { goesOn } from '../phone/screen'
import type { Conversation } from '../port'
import { safely } from '../safely'
import { styled } from '../styled'
import { newBar } from './bar'
import css from './call.css?inline'
import { newReasons } from './reason'

/** newKey returns the key by which the call window is known as this visitor's. */
const newKey = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replace(/[+/]/g, (one) => (one === '+' ? '-' : '_'))

/** start returns calls of this page. */
export const start = ({ port, session, origin, bell, open }: VoiceNeeds): Voice => {
  styled(port.root, css)
  let conversation: Conversation | undefined
  let screen: HTMLElement | undefined
  let request: Schemas['VisitorRequest'] | undefined
  let blocked = false
  let rings = ''
  let timer: ReturnType<typeof setInterval> | undefined
  const reasons = newReasons(origin, () => update())

  const expect = (): void => void (session.phone && port.send({ type: 'expect-phone', key: session.phone }))
  const address = (): string => {
    session.phone ||= newKey()
    return `${origin}/call#${session.phone}`
  }
  // In the click, else browsers block it; the same name finds the window that is there.
  const begin = (): void => {
    const at = address()
    blocked = !window.open(at, 'beckon-call', 'popup,width=380,height=560')
    expect()
    update()
  }
  const hangUp = (): void => {
    if (conversation?.call) port.send({ type: 'hang-up', conversation: conversation.id, call: conversation.call.id })
  }

  const bar = newBar({
    begin,
    hangUp,
    mute: () => port.send({ type: 'steer-phone', muted: !conversation?.call?.visitor.muted }),
  })

  const ringing = (): void => {
    const call = goesOn(conversation) ? conversation?.call : undefined
    const now = call?.state === 'ringing' && call.offeredBy === 'operator' ? call.id : ''
    if (now === rings) return
    rings = now
    clearInterval(timer)
    if (!now) return
    open()
    bell()
    timer = setInterval(safely(bell), 3e3)
  }

  const update = (): void => {
    if (!screen) return
    ringing()
    const talk = screen.classList.contains('talk')
    // Elsewhere only what belongs to a call that waits for an operator.
    const head = screen.querySelector(talk ? '.head' : '.top')
    if (!head) return
    if (head.nextSibling !== bar.node) head.after(bar.node)
    bar.show(talk ? conversation : undefined, {
      waits: !talk && request?.state === 'waiting' && request.kind === 'voice',
      address: address(),
      blocked,
      reason: reasons.why(),
    })
  }

  return {
    take(frame) {
      const now = (frame as { conversation?: Conversation }).conversation
      if (frame.type === 'welcome') expect()
      if (frame.type === 'welcome' || frame.type === 'conversation') conversation = now
      if (frame.type === 'welcome' || frame.type === 'request') request = frame.request
      update()
    },
    appear(now) {
      screen = now
      update()
    },
    offer: (choice, hint, chosen) => reasons.offer(choice, hint, chosen),
    dial: begin,
  }
}
