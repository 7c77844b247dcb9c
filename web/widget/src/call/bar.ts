import { el, press, say } from '../dom'
import { goesOn } from '../phone/screen'
import { clock, qualityText } from '../phone/words'
import type { Conversation } from '../port'
import { later } from '../safely'

/** BarNeeds is what the visitor can do with a call from the page. */
export interface BarNeeds {
  begin(): void
  /** The link is followed: the browser opens the call window by itself. */
  follow(): void
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
  /** The visitor hung up, and the server does not know it yet. */
  hanging: boolean
  /** When the call was connected, by this browser's clock; 0: it is not. */
  since: number
  /** Why no call can be had in this browser. */
  reason: string
}

/** Bar is the call in the panel: the operator's offer, the call that goes on, or the way to one. */
export interface Bar {
  node: HTMLElement
  show(conversation: Conversation | undefined, around: Around): void
  /** The visitor's microphone is so loud, from 0 to 10. */
  level(value: number): void
}

/** newBar returns a bar that shows nothing. */
export const newBar = ({ begin, follow, hangUp, mute }: BarNeeds): Bar => {
  const title = el('b', {})
  const time = el('span', { class: 'time' })
  const text = el('small', {})
  const link = el(
    'a',
    {
      target: 'beckon-call',
      click: (event) => {
        // What was blocked once by script is not asked for by script again.
        if (blocked) return follow()
        event.preventDefault()
        begin()
      },
    },
    'Open call window',
  )
  const call = press('link', begin, 'Voice chat')
  call.setAttribute('aria-describedby', 'no-call')
  const why = el('small', { id: 'no-call' })
  const muted = press('quiet', mute)
  const accept = press('primary', begin, 'Accept call')
  const decline = press('quiet', hangUp, 'Decline call')
  const end = press('hang', hangUp, 'Hang up')
  // What changes every few seconds is not read out.
  const how = el('small', {})
  const level = el('meter', { max: '10', 'aria-label': 'Your microphone' })
  const words = el('div', { role: 'status' }, title, text)
  const node = el(
    'div',
    { class: 'call', role: 'group', 'aria-label': 'Voice chat' },
    words,
    time,
    how,
    level,
    link,
    call,
    why,
    el('div', { class: 'buttons' }, muted, decline, accept, end),
  )
  let since = 0
  let blocked = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const tick = (): void => {
    say(time, clock(since))
    clearTimeout(timer)
    if (since && node.isConnected) timer = later(tick, 1e3)
  }

  return {
    node,
    show(conversation, { waits, address, reason, hanging, ...around }) {
      const at = node.querySelector<HTMLElement>(':focus')
      blocked = around.blocked
      since = around.since
      const now = goesOn(conversation) ? conversation?.call : undefined
      const name = conversation?.name || 'The operator'
      const hold = conversation?.hold
      const open = now?.state === 'open'
      const rings = now?.state === 'ringing' && now.offeredBy === 'operator'
      const possible = !now && conversation?.state === 'open' && conversation.name && !hold && !conversation.noVoice
      const idle = !now && !waits && !blocked
      node.hidden = idle && !possible
      node.className = idle ? 'call idle' : 'call'
      tick()
      say(title, rings ? `${name} would like to talk by voice` : now ? name : waits ? 'Voice chat' : '')
      const heard = open && now.visitor.connected && !hold
      let state = ''
      if (blocked) state = 'Your browser blocked the call window.'
      else if (waits) state = 'In its own small window.'
      else if (hanging) state = 'Hanging up…'
      else if (now && !open && !rings) state = `Calling ${name}…`
      else if (open && hold) state = 'On hold'
      else if (open && !heard) state = 'Connecting…'
      else if (open && now.operator.muted) state = `${name}’s microphone is off`
      say(text, state)
      const microphone = `Your microphone is ${now?.visitor.muted || now?.visitor.trouble ? 'off' : 'on'}`
      say(how, heard ? [qualityText[now.visitor.quality], microphone].filter(Boolean).join(' · ') : '')
      level.hidden = !heard
      link.href = address
      link.hidden = idle || (rings && !blocked)
      call.hidden = !possible || blocked
      call.disabled = !!reason
      say(why, call.hidden ? '' : reason)
      muted.hidden = !open || !!hold
      say(muted, now?.visitor.muted ? 'Unmute' : 'Mute')
      end.hidden = !now || rings
      accept.hidden = decline.hidden = !rings
      // Whoever is at the keyboard stays here when his button goes.
      if (at?.hidden) (end.hidden ? call : muted.hidden ? end : muted).focus()
    },
    level(value) {
      level.value = value
    },
  }
}
