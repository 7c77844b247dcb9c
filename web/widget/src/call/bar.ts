import { el, press, say } from '../dom'
import { goesOn } from '../phone/screen'
import { clock, qualityText } from '../phone/words'
import type { Conversation } from '../port'
import { later } from '../safely'

/** BarNeeds is what the visitor can do with a call from the page. */
export interface BarNeeds {
  begin(): void
  hangUp(): void
  mute(): void
}

/** Around is what the bar shows beside the conversation. */
export interface Around {
  /** A call was asked for and waits for an operator. */
  waits: boolean
  /** Of the call window. */
  address: string
  blocked: boolean
  /** Why no call can be had in this browser. */
  reason: string
}

/** Bar is the call in the panel: the operator's offer, the call that goes on, or the way to one. */
export interface Bar {
  node: HTMLElement
  show(conversation: Conversation | undefined, around: Around): void
}

/** newBar returns a bar that shows nothing. */
export const newBar = ({ begin, hangUp, mute }: BarNeeds): Bar => {
  const title = el('b', {})
  const time = el('span', { class: 'time' })
  const text = el('small', {})
  const link = el(
    'a',
    {
      target: 'beckon-call',
      click: (event) => {
        event.preventDefault()
        begin()
      },
    },
    'Open call window',
  )
  const call = press('link', begin, 'Voice chat')
  const muted = press('quiet', mute)
  const accept = press('primary', begin, 'Accept call')
  const decline = press('quiet', hangUp, 'Decline call')
  const end = press('hang', hangUp, 'Hang up')
  const buttons = el('div', { class: 'buttons' }, muted, decline, accept, end)
  const words = el('div', { role: 'status' }, title, text)
  const node = el('div', { class: 'call', role: 'group', 'aria-label': 'Voice chat' }, words, time, link, call, buttons)
  let since = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const tick = (): void => {
    say(time, clock(since))
    clearTimeout(timer)
    if (since && node.isConnected) timer = later(tick, 1e3)
  }

  return {
    node,
    show(conversation, { waits, address, blocked, reason }) {
      const now = goesOn(conversation) ? conversation?.call : undefined
      const name = conversation?.name || 'The operator'
      const open = now?.state === 'open'
      const rings = now?.state === 'ringing' && now.offeredBy === 'operator'
      const possible =
        !now && conversation?.state === 'open' && !!conversation.name && !conversation.hold && !conversation.noVoice
      node.hidden = !now && !waits && !possible && !blocked
      node.className = `call${rings ? ' rings' : ''}${now || waits ? '' : ' idle'}`
      since = (open && now.connected) || 0
      tick()
      say(title, rings ? `${name} would like to talk by voice` : now ? name : waits ? 'Voice chat' : '')
      let state = ''
      if (blocked) state = 'Your browser blocked the call window.'
      else if (waits) state = 'In its own small window.'
      else if (now && !open && !rings) state = `Calling ${name}…`
      else if (open)
        state = conversation?.hold
          ? 'On hold'
          : !now.visitor.connected
            ? 'Connecting…'
            : now.operator.muted
              ? `${name}’s microphone is off`
              : (qualityText[now.visitor.quality] ?? '')
      say(text, state)
      link.href = address
      link.hidden = rings || !(now || waits || blocked)
      call.hidden = !possible || blocked
      call.disabled = !!reason
      call.title = reason
      muted.hidden = !open
      say(muted, now?.visitor.muted ? 'Unmute' : 'Mute')
      muted.setAttribute('aria-pressed', `${!!now?.visitor.muted}`)
      accept.hidden = decline.hidden = !rings
      end.hidden = !now || rings
      buttons.hidden = !now
    },
  }
}
