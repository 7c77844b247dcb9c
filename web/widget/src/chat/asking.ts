import type { Schemas, VisitorFrame } from '../../../wire/frames'
import { newID } from '../id'
import { decode, encode } from '../json'
import type { Port } from '../port'
import { attempt, later } from '../safely'
import type { After, LeaveScreen } from './after'
import { newOpening, type Opening } from './opening'
import type { Outbox } from './outbox'
import type { Part } from './part'
import { newRouting, type Routing } from './routing'
import { elsewhere, type Session } from './session'
import { phone, type Shell } from './shell'
import type { Voice } from './voice'
import { connecting, cutText, nobodyText, placeText } from './words'

type Request = Schemas['VisitorRequest']

// A request that was made and that the server has not answered.
type Made = { id: string; name: string; kind: Request['kind'] }

/** AskingNeeds is what asking shares with the rest of the panel. */
export interface AskingNeeds {
  port: Port
  shell: Shell
  session: Session
  outbox: Outbox
  after: Part<After>
  voice: Voice
  /** A message for the operators has been put into the outbox. */
  left(): void
}

/** Asking leads from the site's button to the conversation: **Start communication**, **Routing your call…**, or **Leave a message**. */
export class Asking {
  private available = false
  private noVoice = ''
  private beckoned = false
  // What is wrong with the line.
  private outage = ''
  private made: Made | undefined
  private request: Request | undefined
  private opening: Opening | undefined
  private queueing: Routing | undefined
  private leaving: LeaveScreen | undefined
  // Leave a message is wanted, with these words, and on its way.
  private hint: string | undefined
  // Where the keyboard was before.
  private before: Element | null = null

  constructor(private readonly needs: AskingNeeds) {
    this.made = attempt(() => decode(needs.session.ask) as Made)
  }

  /** The visitor pressed the button. */
  knock(): void {
    const { root } = this.needs.port
    if (!this.needs.shell.focused()) this.before = root.activeElement ?? document.activeElement
    if (this.leaving) this.leaving.focus()
    else if (this.waits()) this.unfold()
    else if (this.opening) this.opening.focus()
    else if (this.available) this.start()
    else this.leave(nobodyText)
  }

  /** Takes a frame that no conversation wants for itself. */
  take(frame: VisitorFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.welcome(frame)
        break
      case 'availability':
        this.noVoice = frame.noVoice ?? ''
        this.offering(frame.available)
        break
      case 'invitation':
      case 'gone':
        this.beckoned = frame.type === 'invitation'
        // The card waits behind the dialog.
        if (this.beckoned && this.shown()) this.needs.port.card(false)
        break
      case 'request':
        this.stand(frame.request)
        break
      case 'refused':
        if (frame.of === 'ask' && frame.id === this.made?.id) this.refused(frame)
    }
    this.update()
  }

  /** The line was lost; for good when `stopped`. Who waits is told after 2 s, who has just asked at once. */
  lost(stopped: boolean): void {
    this.outage = cutText(stopped)
    if (this.made || stopped) this.update()
    else later(() => this.update(), 2e3)
  }

  /** Opens the folded screen with the keyboard in it. */
  unfold(): void {
    this.needs.session.fold = '0'
    this.update()
    this.queueing?.focus()
  }

  /** The conversation has begun: the screens go. True when the visitor had asked on this page or had a dialog open. */
  over(): boolean {
    const had = this.waits() || this.shown()
    this.forget()
    return had
  }

  /** Whether a dialog of ours is open or comes. */
  shown(): boolean {
    return !!(this.opening ?? this.leaving ?? this.hint)
  }

  /** Whether the visitor has asked and nobody has answered yet. */
  waits(): boolean {
    return !!(this.made ?? this.request)
  }

  private forget(): void {
    const { session } = this.needs
    this.made = this.request = this.opening = this.queueing = this.leaving = undefined
    session.ask = ''
    this.hint = undefined
    if (session.talk === elsewhere && !this.needs.outbox.list().length) session.talk = ''
  }

  // Back to the page as it was; an invitation that came meanwhile has its turn.
  private close(): void {
    const { port, shell } = this.needs
    const had = shell.focused()
    this.forget()
    shell.clear()
    this.needs.session.fold = ''
    if (this.beckoned) port.card(true)
    else if (!had) return
    else if (this.before?.isConnected && this.before !== document.body) (this.before as HTMLElement).focus()
    else port.root.querySelector<HTMLElement>('.help')?.focus()
  }

  private start(): Opening {
    const { session, voice } = this.needs
    const opening = newOpening(
      { title: 'Start communication', name: session.name, reason: this.noVoice, voice: false, foot: '' },
      voice,
      (name, kind) => {
        session.name = name
        this.ask({ id: newID(), name, kind })
      },
      () => this.close(),
    )
    this.hint = undefined
    this.opening = opening
    this.update()
    opening.focus()
    return opening
  }

  private ask(made: Made): void {
    const { session } = this.needs
    this.made = made
    this.opening = this.hint = undefined
    session.ask = encode(made)
    // Until it is answered the next page asks for it.
    session.talk ||= elsewhere
    this.send()
    this.unfold()
  }

  private send(): void {
    const { made } = this
    if (!made) return
    const sent = this.needs.port.send({ type: 'ask', id: made.id, name: made.name || undefined, kind: made.kind })
    if (!sent) this.outage = connecting
  }

  private cancel(): void {
    const id = (this.made ?? this.request)?.id ?? ''
    // Without a line it is said with the next welcome.
    this.needs.session.cancelled = id
    if (id) this.needs.port.send({ type: 'cancel', request: id })
    this.close()
  }

  private welcome(frame: Schemas['WelcomeFrame']): void {
    const { conversation, request } = frame
    this.outage = ''
    this.noVoice = frame.noVoice ?? ''
    this.become(frame.available)
    this.beckoned = !!frame.invitation
    if (this.beckoned && this.shown()) this.needs.port.card(false)
    if (conversation?.state === 'open') this.forget()
    else if (request) this.stand(request)
    else {
      // It is not known any more, or never came: the same id says how it stands.
      if (this.request) this.made ??= { id: this.request.id, name: this.request.name ?? '', kind: this.request.kind }
      this.send()
    }
  }

  private stand(request: Request): void {
    const { session, port } = this.needs
    const { id, state } = request
    if (request.returned) return
    const answered = this.made?.id === id
    const known = answered || this.request?.id === id
    if (answered) {
      this.made = undefined
      session.ask = ''
    }
    if (state === 'waiting' && id === session.cancelled) port.send({ type: 'cancel', request: id })
    else if (state === 'waiting') {
      this.request = request
      this.opening = undefined
    } else if (known) this.ended(request, answered)
  }

  private ended(request: Request, answered: boolean): void {
    // It stays until the conversation comes, with the next frame. One of long ago has none.
    if (request.state === 'accepted' && !answered) {
      this.request = request
      return
    }
    this.request = undefined
    // Who writes a message goes on writing.
    if (this.leaving) return
    if (request.state === 'unanswered') this.leave('Nobody could take your call this time. We will answer by e-mail.')
    else this.close()
  }

  private refused({ code, text }: Schemas['RefusedFrame']): void {
    if (code === 'unavailable') {
      later(() => this.send(), 2e3)
      return
    }
    this.made = undefined
    this.needs.session.ask = ''
    // Asked in another tab.
    if (this.waits()) return
    if (code === 'nobody' || code === 'too-many') this.leave(`${text}. We will answer by e-mail.`)
    // An invitation came first.
    else if (code === 'conflict') this.close()
    else this.start().over(text)
  }

  private offering(available: boolean): void {
    this.become(available)
    // Who has not pressed Start is not left to try in vain.
    if (!available && this.opening) this.leave('Nobody is available any more. We will answer by e-mail.')
  }

  private become(available: boolean): void {
    if (available !== this.available) this.leaving?.offer(available && !this.waits())
    this.available = available
  }

  private leave(hint: string): void {
    const { after, shell } = this.needs
    const was = this.available
    this.opening = undefined
    this.hint = hint
    // What stands in the queue no more does not look so meanwhile.
    if (!this.waits()) {
      this.queueing?.stand(0, 0)
      this.queueing?.line(hint)
    }
    after.when(
      ({ newLeaveScreen }) => {
        // A conversation may have begun meanwhile.
        if (!this.hint) return
        this.showLeaving(newLeaveScreen, this.hint)
        if (!was) this.leaving?.offer(this.available && !this.waits())
      },
      (pause) => {
        if (!this.hint) return
        const why = 'The form could not be loaded. Try again in a moment.'
        // Who does something else is not disturbed.
        if (!shell.empty() && !shell.focused()) later(() => this.hint && this.leave(this.hint), pause)
        else {
          this.hint = undefined
          if (this.waits()) this.queueing?.line(why)
          else this.start().over(why)
        }
      },
    )
  }

  private showLeaving(newLeaveScreen: After['newLeaveScreen'], hint: string): void {
    const { shell } = this.needs
    const back = (): void => {
      this.leaving = undefined
      if (this.waits()) this.unfold()
      else this.close()
    }
    const start = (): void => {
      this.leaving = undefined
      this.start()
    }
    this.leaving ??= newLeaveScreen(hint, () => this.sendLeft(), back, start)
    this.hint = undefined
    const open = !shell.empty()
    const had = shell.focused()
    this.update()
    if (had || !open) this.leaving.focus()
  }

  private sendLeft(): void {
    this.needs.left()
    this.update()
  }

  private update(): void {
    const { shell } = this.needs
    const { leaving, opening } = this
    if (leaving) {
      leaving.update(this.waits())
      shell.show(leaving.node)
      leaving.shown(shell.free())
      return
    }
    if (opening) shell.show(opening.node)
    else if (this.waits()) this.showRouting()
  }

  private showRouting(): void {
    const { shell, session } = this.needs
    const { request, made } = this
    this.queueing ??= newRouting({
      fold: () => this.fold(),
      leave: () =>
        this.leave(this.waits() ? 'You keep your place in the queue until you send this. We will answer by e-mail.' : nobodyText),
      cancel: () => this.cancel(),
    })
    const place = request?.place ?? 0
    this.queueing.stand(place, request?.expected ?? 0)
    this.queueing.line(this.outage || (made ? 'One moment…' : ''))
    // A page that opens on a phone is not covered unasked.
    if (session.fold ? session.fold === '1' : phone()) shell.fold(`Routing your call… ${placeText(place)}`.trim())
    else shell.show(this.queueing.node)
  }

  private fold(): void {
    this.needs.session.fold = '1'
    this.update()
    this.needs.shell.focus()
  }
}
