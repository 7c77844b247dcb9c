// Voice in the chat panel. The call runs in a window of its own on Beckon's origin (phone/); the panel opens it, shows the call and steers it
// through the server, for what opened a window may be cut from it.
import type { Schemas } from '../../../wire/frames'
import type { Voice, VoiceNeeds } from '../chat/voice'
import { newLasts } from '../phone/lasts'
import { goesOn } from '../phone/screen'
import type { Conversation } from '../port'
import { later, safely } from '../safely'
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
  // How window and call stood when it was looked at last.
  let stood = ''
  let opened: Window | null = null
  let closing: ReturnType<typeof setTimeout> | undefined
  // The call that was hung up here.
  let hung = ''
  let rings = ''
  let timer: ReturnType<typeof setInterval> | undefined
  const lasts = newLasts(`${port.name}_since`)
  const reasons = newReasons(origin, () => update())

  const expect = (): void => void (session.phone && port.send({ type: 'expect-phone', key: session.phone }))
  const address = (): string => {
    session.phone ||= newKey()
    return `${origin}/call#${session.phone}`
  }
  // In the click, else browsers block it; the same name finds the window that is there.
  const begin = (): void => {
    clearTimeout(closing)
    const at = address()
    opened = window.open(at, 'beckon-call', 'popup,width=380,height=560')
    blocked = !opened
    expect()
    update()
  }
  // Where it can't be opened by script, a link opens it.
  const follow = (): void => {
    expect()
    later(() => {
      blocked = false
      update()
    }, 1e3)
  }
  // What was asked for is refused: nobody will come into the window. Not at once: Chromium forgets to close one that it is still loading.
  const shut = (): void => {
    clearTimeout(closing)
    if (request?.state !== 'waiting' && conversation?.state !== 'open') closing = later(() => opened?.close(), 1e3)
  }

  const call = () => (goesOn(conversation) ? conversation?.call : undefined)
  // Until the server knows, the line may have been away.
  const settle = (): void => {
    const now = call()
    if (conversation && now?.id === hung) port.send({ type: 'hang-up', conversation: conversation.id, call: hung })
  }
  const hangUp = (): void => {
    hung = call()?.id ?? ''
    settle()
    update()
  }

  const bar = newBar({
    begin,
    follow,
    hangUp,
    mute: () => port.send({ type: 'steer-phone', muted: !conversation?.call?.visitor.muted }),
  })

  const ringing = (): void => {
    const at = call()
    const now = at?.state === 'ringing' && at.offeredBy === 'operator' && at.id !== hung ? at.id : ''
    if (now === rings) return
    rings = now
    clearInterval(timer)
    if (!now) return
    open()
    bell()
    // For 45 s, as the server lets it: the line may be away when that ends.
    let times = 1
    timer = setInterval(
      safely(() => (times++ < 15 ? bell() : clearInterval(timer))),
      3e3,
    )
  }

  const update = (): void => {
    if (!screen) return
    ringing()
    // A window that was there before is not the one that was blocked.
    const stands = `${conversation?.phone}${call()?.state}`
    if (stands !== stood) blocked = false
    stood = stands
    const talk = screen.classList.contains('talk')
    // Elsewhere only what belongs to a call that waits for an operator.
    const head = screen.querySelector(talk ? '.head' : '.top')
    if (!head) return
    if (head.nextSibling !== bar.node) head.after(bar.node)
    bar.show(talk ? conversation : undefined, {
      waits: !talk && request?.state === 'waiting' && request.kind === 'voice',
      address: address(),
      blocked,
      hanging: !!hung && call()?.id === hung,
      since: lasts(call()),
      reason: reasons.why(),
    })
  }

  return {
    take(frame) {
      const now = (frame as { conversation?: Conversation }).conversation
      if (frame.type === 'welcome' || frame.type === 'conversation') conversation = now
      if (frame.type === 'welcome' || frame.type === 'request') request = frame.request
      if (frame.type === 'level') return bar.level(frame.level)
      if (frame.type === 'welcome') {
        expect()
        settle()
      }
      if (frame.type === 'gone' && frame.why !== 'accepted') shut()
      if (frame.type === 'refused') {
        if (frame.of === 'hang-up' && frame.code === 'unavailable') later(settle, 2e3)
        // Who asks too often, or in a bad moment, asks once more by himself; who asked twice has asked.
        if (frame.of === 'ask' && !['unavailable', 'conflict'].includes(frame.code)) shut()
        if (frame.of === 'accept' && !['unavailable', 'too-many'].includes(frame.code)) shut()
      }
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
