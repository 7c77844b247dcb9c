import type { Schemas, VisitorFrame } from '../../../wire/frames'
import { newID } from '../id'
import type { Conversation, Port } from '../port'
import { later, listen } from '../safely'
import type { After, Leaving } from './after'
import { type Attaching, move, newAttaching } from './attaching'
import { type Chat, type Forms, newChat, typingText } from './chat'
import { type Composer, newComposer } from './composer'
import { add, fetched, lineLost, missing, newTalk, stand, type Talk, unread } from './conversation'
import type { Attached, Files } from './files'
import { linesOf } from './lines'
import { type Log, newLog } from './log'
import type { Outbox, Unsent } from './outbox'
import { eager, type Part } from './part'
import { newSender } from './sender'
import { carried, elsewhere, type Session } from './session'
import { phone, type Shell } from './shell'
import type { Sound } from './sound'
import { newTyping, newTypingSign } from './typing'
import { newWishes } from './wishes'
import { cutText, endingText, nobodyText, operatorOf, ratingText, returnedText } from './words'

/** TalkingNeeds is what the conversation shares with the rest of the panel. */
export interface TalkingNeeds {
  port: Port
  shell: Shell
  session: Session
  outbox: Outbox
  sound: Sound
  files: Files
  /** What is attached to a message that is to be left. */
  enclosing: Attaching
  after: Part<After>
}

/** Talking is the conversation on this page: what is known of it, what is unsent, and its screen. */
export class Talking {
  private readonly port
  private readonly session
  private readonly sender
  private readonly typing
  private readonly sign
  private talk: Talk | undefined
  private chat: Chat | undefined
  private readonly afterwards
  private log: Log
  private composer: Composer | undefined
  private leaving: Leaving | undefined
  private welcomed = false
  private folded = false
  private acknowledged = 0
  private read = 0
  private forms: Forms | undefined
  // What the rating was answered with, before there was a form to say it.
  private judged: ['rated' | 'asking', string] | undefined
  // Where the transcript is asked to go, as long as that is not answered.
  private mailed = ''
  private readonly wishes
  private away: ReturnType<typeof setTimeout> | undefined
  private outage = ''
  // The conversation stands in the queue again.
  private returned: Schemas['VisitorRequest'] | undefined

  constructor(private readonly needs: TalkingNeeds) {
    const { port, session, outbox, files, after } = needs
    this.port = port
    this.session = session
    this.afterwards = eager(after, () => this.update())
    this.wishes = newWishes(session, port.send)
    this.log = newLog(files)
    this.sender = newSender(
      outbox,
      port.send,
      (one) => this.ready(one),
      () => this.update(),
    )
    this.typing = newTyping(
      (on, text) => this.talk && port.send({ type: 'typing', conversation: this.talk.conversation.id, on, text }),
      () => !!this.talk?.conversation.sneakPeek && !this.talk.conversation.hold,
    )
    this.sign = newTypingSign((on) => this.talk && this.chat?.typing(on ? typingText(this.talk.conversation) : ''))
    listen(document, 'visibilitychange', () => this.seen())
    listen(window, 'focus', () => this.seen())
  }

  /** Takes a frame; true when a conversation has begun with it. */
  take(frame: VisitorFrame): boolean {
    let begun = false
    switch (frame.type) {
      case 'welcome':
        this.returned = frame.request
        begun = this.welcome(frame.conversation)
        for (const line of frame.messages ?? []) if (this.talk && add(this.talk, line)) this.sender.done(line.id)
        break
      case 'conversation':
        begun = this.meet(frame.conversation)
        break
      case 'message':
        if (this.talk && add(this.talk, frame.message) && frame.message.from === 'operator') this.ringUnseen()
        this.sender.done(frame.message.id)
        break
      case 'fetched':
        if (this.talk?.conversation.id === frame.conversation) fetched(this.talk, frame.more)
        break
      case 'left':
        this.sender.done(frame.id)
        break
      default:
        this.passing(frame)
        return false
    }
    this.settle()
    if (begun) this.log.toEnd()
    return begun
  }

  /** The line was lost. After 2 s the visitor is told; at once when it is for good. */
  lost(code: number, stopped: boolean): void {
    this.welcomed = false
    this.sender.lost(code)
    this.wishes.lost()
    this.sign(false)
    // Asked for again it could come twice.
    if (this.mailed) this.mailState('The connection was lost. Try again.', true)
    if (this.talk) lineLost(this.talk)
    if (code === 4009) this.anew()
    if (stopped) clearTimeout(this.away)
    else if (this.away) return
    this.away = later(
      () => {
        this.outage = cutText(stopped)
        this.update()
      },
      stopped ? 0 : 2e3,
    )
  }

  /** Opens the panel, with the keyboard in it unless the visitor does something else. */
  unfold(keyboard = true): void {
    this.fold(false)
    if (keyboard) this.chat?.focus()
  }

  /** Makes room for something new: a conversation that has ended goes. True when one is open. */
  goesOn(): boolean {
    if (this.talk?.conversation.state === 'ended') this.close()
    return !!this.talk
  }

  private ringUnseen(): void {
    this.sign(false)
    // Lines from before come in runs, and are no news.
    if (this.talk?.fetching === undefined && (this.folded || !document.hasFocus())) this.needs.sound.ring()
  }

  private passing(frame: VisitorFrame): void {
    switch (frame.type) {
      case 'typing':
        if (this.talk?.conversation.id === frame.conversation) this.sign(frame.on)
        break
      case 'invitation':
        // A chat that has ended makes room for the card.
        if (this.talk?.conversation.state === 'ended') this.close()
        break
      case 'request':
        this.returned = frame.request
        // And for the queue.
        if (!frame.request.returned && frame.request.state === 'waiting') this.goesOn()
        this.update()
        break
      case 'refused':
        if (frame.of === 'say' || frame.of === 'leave') this.sender.refused(frame)
        if (frame.of === 'fetch' && this.talk) lineLost(this.talk)
        if (frame.of === 'transcript' && this.mailed) this.mailState(`${frame.text}.`, true)
        if (frame.of === 'rate' && frame.id && this.wishes.rates(frame.id))
          this.rated(frame.id, frame.text, frame.code === 'ended')
        if (frame.of === 'end' && frame.id === this.talk?.conversation.id) this.chat?.ending(`${frame.text}.`)
        break
      case 'transcript-sent':
        if (this.mailed) this.mailState(`It is on its way to ${this.mailed}.`)
        break
      case 'rated':
        this.rated(frame.conversation, '', true)
        if (this.talk?.conversation.id === frame.conversation) stand(this.talk, { ...this.talk.conversation, stars: frame.stars })
    }
  }

  private mail(conversation: string, email: string): void {
    this.session.email = this.mailed = email
    this.forms?.mailing.state('sending', 'Sending…')
    if (!this.port.send({ type: 'transcript', conversation, email }))
      this.mailState('No connection. Try again in a moment.', true)
  }

  private mailState(note: string, bad?: boolean): void {
    this.mailed = ''
    this.forms?.mailing.state('asking', note, bad)
  }

  private rated(conversation: string, why: string, over: boolean): void {
    if (this.wishes.rates(conversation)) this.wishes.rated()
    if (this.talk?.conversation.id !== conversation) return
    this.judged = [over ? 'rated' : 'asking', why]
    this.forms?.rating.state(...this.judged)
  }

  private ready({ conversation, email }: Unsent): boolean {
    if (!this.welcomed) return false
    return !!email || (this.talk?.conversation.id === conversation && !this.talk.conversation.hold)
  }

  private welcome(conversation: Conversation | undefined): boolean {
    clearTimeout(this.away)
    this.away = undefined
    this.outage = ''
    this.welcomed = true
    this.acknowledged = this.read = 0
    this.wishes.rateAgain()
    if (conversation) return this.meet(conversation)
    // The server knows nothing of it any more.
    if (this.talk?.conversation.state === 'open') stand(this.talk, { ...this.talk.conversation, state: 'ended' })
    if (!this.talk && !this.needs.outbox.list().length && !this.session.ask) this.session.talk = ''
    return false
  }

  private meet(conversation: Conversation): boolean {
    if (this.talk?.conversation.id === conversation.id) {
      stand(this.talk, conversation)
      return false
    }
    // Nothing to read and nothing to say: it ended in another tab.
    if (conversation.state === 'ended' && !conversation.leaveMessage && this.session.talk !== conversation.id) return false
    this.begin(conversation)
    return true
  }

  private begin(conversation: Conversation): void {
    this.talk = newTalk(conversation)
    this.leaving = undefined
    this.acknowledged = this.read = 0
    this.log = newLog(this.needs.files)
    this.chat = this.newChat(conversation)
    this.session.talk = conversation.id
    // A page that opens on a phone is not covered unasked.
    this.folded = this.session.fold ? this.session.fold === '1' : phone()
  }

  private newChat(conversation: Conversation): Chat {
    const { id } = conversation
    const attaching = newAttaching(this.needs.files, id, this.session, () => this.composer?.update())
    const open = conversation.state === 'open'
    const composer = newComposer({
      draft: open ? carried(this.session) : this.session.draft,
      attaching,
      filing: this.needs.files.filing,
      send: (text, files) => this.say(text, files),
      typed: (text) => {
        this.session.draft = text
        if (text) this.typing.key(text)
        else this.typing.stop()
      },
    })
    this.composer = composer
    if (open) move(this.needs.enclosing, attaching)
    this.forms = this.judged = undefined
    this.mailed = ''
    return newChat({
      log: this.log,
      composer,
      forms: () => (this.forms ??= this.newForms(id)),
      sound: this.needs.sound,
      fold: () => this.fold(true),
      end: () => {
        this.wishes.end(id)
        this.update()
      },
      stay: this.wishes.stay,
      close: () => this.close(),
    })
  }

  private newForms(id: string): Forms | undefined {
    const after = this.afterwards()
    if (!after) return undefined
    const rate = (stars: number, comment: string): void => {
      this.wishes.rate({ conversation: id, stars, comment: comment || undefined })
      this.update()
    }
    const save = () => this.talk && after.saveTranscript(this.talk.conversation.site, linesOf(this.talk, []))
    const rating = after.newRating(rate)
    if (this.judged) rating.state(...this.judged)
    return { rating, mailing: after.newMailing(this.session.email, (email) => this.mail(id, email), save) }
  }

  private say(text: string, files: Attached[]): void {
    if (!this.talk) return
    this.typing.stop()
    this.needs.outbox.put({
      id: newID(),
      conversation: this.talk.conversation.id,
      text,
      files: files.length ? files : undefined,
      at: Date.now(),
    })
    this.sender.go()
    this.update()
    this.log.toEnd()
  }

  private edit(id: string): void {
    const one = this.needs.outbox.take(id)
    this.update()
    if (one) this.composer?.put(one.text, one.files)
  }

  private fold(on: boolean): void {
    this.folded = on
    this.session.fold = on ? '1' : '0'
    const had = this.needs.shell.focused()
    this.update()
    if (!on) this.log.toEnd()
    else if (had) this.needs.shell.focus()
  }

  /** The conversation goes from the screen, and what the tab keeps of it. */
  close(): void {
    // What an ended chat did not take is not for another one.
    for (const { id, email, conversation } of this.needs.outbox.list())
      if (!email && conversation === this.talk?.conversation.id) this.needs.outbox.take(id)
    this.talk = this.chat = this.leaving = undefined
    // What stood in this box is not told of the next one's.
    this.typing.stop()
    this.port.resume(undefined)
    this.session.fold = this.session.read = this.session.draft = this.session.files = ''
    // A message or a rating not yet received still needs the panel on the next page.
    this.session.talk = this.needs.outbox.list()[0]?.conversation ?? (this.session.rating && elsewhere)
    this.needs.shell.clear()
  }

  // The numbers begin anew: what is here may bear other numbers now. The outbox stays.
  private anew(): void {
    if (this.talk) this.talk = newTalk({ ...this.talk.conversation, lastSeq: 0, operatorGot: 0 })
    this.port.resume(undefined)
  }

  /** Tells the server what is here and what may be ready to go, and asks for what is not here. */
  settle(): void {
    const { talk, port } = this
    if (talk) {
      const { id } = talk.conversation
      port.resume({ conversation: id, seq: talk.upTo })
      if (talk.upTo > this.acknowledged && port.send({ type: 'got', conversation: id, seq: talk.upTo }))
        this.acknowledged = talk.upTo
      const after = this.welcomed ? missing(talk) : undefined
      if (after !== undefined) port.send({ type: 'fetch', conversation: id, after })
      // What was written before the end goes first.
      if (this.welcomed && !this.needs.outbox.list().some((one) => !one.why && this.ready(one))) this.wishes.endAgain(id)
    }
    this.sender.go()
    this.update()
  }

  private update(): void {
    const { talk, chat, session, returned } = this
    if (!talk || !chat) return
    const { conversation } = talk
    this.log.show(linesOf(talk, this.needs.outbox.list()), conversation.state === 'open' ? (id) => this.edit(id) : undefined)
    if (conversation.leaveMessage)
      this.leaving ||= this.afterwards()?.newLeaving(conversation.id, nobodyText, () => this.settle())
    const waits = returned?.returned && returned.state === 'waiting' ? returnedText(returned.place) : ''
    // It may end in Leave a message.
    if (waits) this.afterwards()
    chat.show(conversation, this.leaving?.form(), waits)
    if (conversation.state === 'ended') this.wishes.stay()
    else if (this.wishes.untold(conversation.id)) chat.ending(endingText)
    if (this.wishes.rates(conversation.id)) this.forms?.rating.state('sending', this.welcomed ? '' : ratingText)
    else if (conversation.stars) this.forms?.rating.state('rated', '')
    chat.line(this.outage)
    const news = unread(talk, +session.read)
    const { call } = conversation
    const calls = call && call.state !== 'ended'
    if (this.folded)
      this.needs.shell.fold(
        `${calls ? 'Voice chat' : 'Chat'} with ${operatorOf(conversation)}${news ? `, ${news} unread` : ''}`,
        news,
        calls,
      )
    else this.needs.shell.show(chat.node)
    this.seen()
  }

  private seen(): void {
    if (!this.talk || this.folded || document.visibilityState !== 'visible') return
    const { upTo, conversation } = this.talk
    this.session.read = `${upTo}`
    // Painted is not read: the tab must have the focus too.
    if (!document.hasFocus() || upTo <= this.read || !this.welcomed) return
    if (this.port.send({ type: 'read', conversation: conversation.id, seq: upTo })) this.read = upTo
  }
}
