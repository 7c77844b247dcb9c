import type { Leave } from '../after/leave'
import { el, focusBeside, onEscape, press, say } from '../dom'
import type { Conversation } from '../port'
import type { Mailing, Rating } from './after'
import { dropOn } from './attachments'
import type { Composer } from './composer'
import { icon, tool } from './icons'
import type { Log } from './log'
import type { Sound } from './sound'
import { endingText, heldText, lostText, operatorOf, presenceText } from './words'

/** Forms are what stands below a chat that has ended; the transcript's also when it is asked for before. */
export interface Forms {
  rating: Rating
  mailing: Mailing
}

/** ChatNeeds is what the visitor can do in **Chat with operator**. */
export interface ChatNeeds {
  log: Log
  composer: Composer
  sound: Sound
  fold(): void
  /** The forms, or nothing until they are here: then the screen is shown again. */
  forms(): Forms | undefined
  end(): void
  /** The visitor does not want the end, or not any more. */
  stay(): void
  close(): void
}

/** Chat is the screen **Chat with operator**. */
export interface Chat {
  node: HTMLElement
  /** Shows where the conversation stands; `returned` says that it waits for another operator. */
  show(conversation: Conversation, leave: Leave | undefined, returned: string): void
  /** Says that the operator writes. */
  typing(text: string): void
  /** Says how it stands with the end that the visitor has asked for. */
  ending(text: string): void
  /** Says what is wrong with the line; empty: nothing. */
  line(text: string): void
  focus(): void
}

const newSwitch = (sound: Sound): HTMLElement => {
  const show = (): void => {
    node.setAttribute('aria-pressed', `${sound.on()}`)
    node.replaceChildren(icon(sound.on() ? 'sound' : 'mute'))
  }
  const turn = (): void => {
    sound.set(!sound.on())
    show()
  }
  const node = tool('Sound', 'sound', turn)
  show()
  return node
}

const newHead = (sound: Sound, fold: () => void, ask: () => void, mail: () => void) => {
  const face = el('span', { class: 'face', 'aria-hidden': 'true' })
  const name = el('b', {})
  const presence = el('small', { role: 'status' })
  const end = press('plain', ask, 'End chat')
  const take = tool('Transcript', 'save', mail)
  const node = el(
    'div',
    { class: 'head' },
    face,
    el('div', { class: 'name', dir: 'auto' }, name, presence),
    end,
    take,
    newSwitch(sound),
    tool('Minimise', 'fold', fold),
  )
  return {
    node,
    end,
    take,
    show(conversation: Conversation, asking: boolean, mailing: boolean, trouble: string) {
      face.textContent = conversation.initials || ''
      name.textContent = conversation.name || conversation.site
      // Without a line nobody knows who is there.
      const cut = trouble && conversation.state === 'open'
      presence.textContent = cut ? lostText(trouble) : presenceText(conversation)
      presence.className = !cut && conversation.state === 'open' && conversation.name && conversation.operatorHere ? 'here' : ''
      end.hidden = asking || conversation.state === 'ended'
      take.hidden = conversation.state === 'ended'
      take.setAttribute('aria-expanded', `${mailing}`)
    },
  }
}

const newQuestion = (no: () => void, yes: () => void) => {
  const stay = press('quiet', no, 'Keep chatting')
  const end = press('primary', yes, 'End chat')
  const text = el('span', { role: 'status' })
  const node = el('div', { class: 'question', role: 'group', 'aria-label': 'End this chat?' }, text, stay, end)
  return {
    node,
    focus: () => stay.focus(),
    show(words: string, asks: boolean) {
      const had = focusBeside(node) === end
      say(text, words)
      end.hidden = !asks
      if (had && !asks) stay.focus()
    },
  }
}

const newSign = () => {
  const node = el('div', { class: 'typing' })
  return {
    node,
    show(text: string) {
      if (node.textContent !== text)
        node.replaceChildren(...(text ? [el('i', {}), el('i', {}), el('i', {}), el('span', {}, text)] : []))
    },
  }
}

/** newChat returns the screen for one conversation. */
export const newChat = ({ log, composer, forms, sound, fold, end, stay, close }: ChatNeeds): Chat => {
  let asking = false
  let taking = false
  let now: Conversation | undefined
  let leaving: Leave | undefined
  let below: Forms | undefined
  let waiting = ''

  const ask = (on: boolean): void => {
    asking = on
    if (on) question.show('End this chat?', true)
    else stay()
    update()
    if (on) question.focus()
    else head.end.focus()
  }
  const take = (on: boolean): void => {
    taking = on
    update()
    head.take.focus()
    if (on) below?.mailing.focus()
  }
  const head = newHead(
    sound,
    fold,
    () => ask(true),
    () => take(!taking),
  )
  const question = newQuestion(() => ask(false), end)
  const leave = press('primary', close, 'Close')
  const ended = el('div', { class: 'ended' }, el('span', {}, 'This chat has ended.'), leave)
  const sign = newSign()
  const line = el('div', { class: 'line', role: 'status' })
  const foot = el('div', { class: 'feet' }, question.node, composer.node, ended)
  const node = el(
    'div',
    {
      class: 'panel talk',
      role: 'dialog',
      'aria-label': 'Chat with operator',
      keydown: onEscape(() => {
        if (asking) ask(false)
        else if (taking) take(false)
        else fold()
      }),
    },
    head.node,
    log.node,
    sign.node,
    line,
    foot,
  )

  dropOn(
    node,
    () => (leaving ? leaving.may() : !composer.node.hidden),
    (files) => (leaving ?? composer).attach(files),
  )

  const update = (): void => {
    if (!now) return
    const over = now.state === 'ended'
    if (over) asking = taking = false
    head.show(now, asking, taking, line.textContent || '')
    log.held(over ? '' : now.hold ? heldText(now) : waiting, now.hold ? 'hold' : 'clock')
    composer.hold(now.hold || over)
    composer.peek(!!now.sneakPeek)
    question.node.hidden = !asking
    composer.node.hidden = over || asking
    ended.hidden = !over
    node.classList.toggle('nobody', !!leaving)
    if (over || taking) showForms(now, over)
    else if (below) below.mailing.node.hidden = true
    if (!leaving || leaving.node.parentNode) return
    ended.before(leaving.node)
    foot.scrollTop = 0
  }

  const showForms = (now: Conversation, over: boolean): void => {
    const late = !below
    below = forms()
    if (!below) return
    const { rating, mailing } = below
    if (late) ended.before(rating.node)
    rating.node.hidden = !over || !!leaving
    mailing.node.hidden = !!leaving || asking
    mailing.offer(!!now.mail)
    const next = over ? ended : composer.node
    if (mailing.node.nextSibling !== next) next.before(mailing.node)
    // Who writes on meanwhile is left in peace.
    if (late && focusBeside(node) === head.take) mailing.focus()
  }

  return {
    node,
    show(conversation, form, returned) {
      const wasOpen = now?.state === 'open'
      const inside = focusBeside(node)
      // There the keyboard waits for the form: Close would throw away what it is for.
      const waits = !leaving && inside === log.node
      now = conversation
      leaving = form
      waiting = returned
      update()
      // What had the keyboard is gone with the composer.
      if (conversation.state !== 'ended' || !(waits ? leaving : wasOpen && inside && foot.contains(inside))) return
      // The form is read from its top, not from the button below it.
      if (leaving) leaving.node.querySelector('input')?.focus({ preventScroll: true })
      else (conversation.leaveMessage ? log.node : leave).focus()
    },
    typing: sign.show,
    ending(text) {
      asking = true
      const refused = text !== endingText
      if (refused) stay()
      question.show(text, refused)
      update()
    },
    line(text) {
      if (line.textContent === text) return
      line.textContent = text
      update()
    },
    focus() {
      if (now?.state === 'ended') leave.focus()
      else composer.focus()
    },
  }
}

/** typingText says that the operator writes. */
export const typingText = (conversation: Conversation): string => `${operatorOf(conversation)} is typing`
