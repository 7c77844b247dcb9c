// A small server that speaks the visitor's socket, so that loader and panel can be seen in a browser without the real one.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { WebSocketServer } from 'ws'
import type { Schemas, VisitorFrame, VisitorSends } from '../../wire/frames'
import { FakeFiles } from './fakefiles'
import { FakePhone } from './fakephone'

const dist = join(import.meta.dirname, '../dist')

// Run with BECKON_LAG=200, tests that look before what they look for can be there fail at once, not now and then.
const lag = Number(process.env.BECKON_LAG ?? 0)

/** Ear is one page's line: a WebSocket, or one over HTTP. */
interface Ear {
  send(text: string): void
  terminate(): void
  close(code: number): void
}

/** Polled is a line over HTTP. */
class Polled implements Ear {
  got = 0
  heard = 0
  out: string[] = []
  private held: (() => void) | undefined

  send(text: string): void {
    this.out.push(text)
    this.release()
  }

  terminate(): void {
    this.release()
  }

  close(): void {
    throw new Error('no test of this yet')
  }

  /** Calls answer when there is something to say, or another poll has come. */
  hold(answer: () => void): void {
    this.release()
    this.held = answer
    if (this.out.length) this.release()
  }

  private release(): void {
    const held = this.held
    this.held = undefined
    held?.()
  }
}

type Said = Schemas['VisitorMessage']
type Sent<T extends VisitorSends['type']> = Extract<VisitorSends, { type: T }>

/** manifest is what the build says of its files. */
export const manifest = (): { chat: string; bytes: { loader: number; chat: number } } =>
  JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))

/** listening is the port at which a server listens from now on; port 0: any that is free. */
export const listening = (server: Server, port = 0): Promise<number> =>
  new Promise((done) => server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port)))

/** Fake is Beckon's server as far as one visitor can tell. */
export class Fake {
  origin = ''
  port = 0
  received: VisitorSends[] = []
  keep: 'browser' | 'tab' = 'browser'
  invitation: Schemas['VisitorInvitation'] | undefined
  conversation: Schemas['VisitorConversation'] | undefined
  messages: Said[] = []
  available = true
  maxMessage = 4000
  /** Why nobody can be called; nothing: somebody can. */
  noVoice: string | undefined = 'Voice chat is not available here.'
  /** Rules of a button that is elsewhere. */
  css: string | undefined
  request: Schemas['VisitorRequest'] | undefined
  /** How requests are refused; nothing: they wait. */
  refusal: { code: Schemas['RefusedFrame']['code']; text: string } | undefined
  /** What is attached. */
  files = new FakeFiles()
  /** The visitor's call window. */
  phone = new FakePhone()
  /** What the welcome calls the visitor. */
  yourName: string | undefined
  /** How transcripts are refused; nothing: they are sent. */
  noMail: { code: Schemas['RefusedFrame']['code']; text: string } | undefined
  /** How ratings are refused; nothing: they are taken. */
  noRate: { code: Schemas['RefusedFrame']['code']; text: string } | undefined
  /** Messages of the visitor are answered by nobody while set. */
  mute = false
  /** Whether lines over HTTP are answered, and how many posts came. */
  polls = true
  posts = 0
  private sockets = new Set<Ear>()
  private lines = new Map<string, Polled>()
  private http: Server | undefined
  /** With those that have not said hello. */
  private all: WebSocketServer | undefined

  async start(port = 0): Promise<this> {
    this.http = createServer((request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      if (path === '/call') return this.phone.answer(response)
      if (path === '/v1/line') return this.post(request, response)
      if (path.startsWith('/v1/file')) return void this.files.answer(path, request, response).catch(() => response.destroy())
      const file =
        path === '/beckon.js'
          ? 'beckon.js'
          : /^\/w\/((?:chat|emoji|files|after|voice|phone)-.*|line\.js)$/.test(path)
            ? path.slice(3)
            : ''
      if (!file) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' })
      response.end(readFileSync(join(dist, file)))
    })
    const sockets = new WebSocketServer({ noServer: true })
    this.all = sockets
    this.http.on('upgrade', (request, stream, head) =>
      sockets.handleUpgrade(request, stream, head, (socket) =>
        request.url === '/v1/phone' ? this.phone.come(socket) : sockets.emit('connection', socket),
      ),
    )
    sockets.on('connection', (socket) => {
      socket.on('message', (data) => {
        const hear = () => this.hear(socket, JSON.parse(`${data}`))
        if (lag) setTimeout(hear, lag)
        else hear()
      })
      socket.on('close', () => this.sockets.delete(socket))
    })
    this.port = await listening(this.http, port)
    this.origin = `http://127.0.0.1:${this.port}`
    return this
  }

  /** Breaks every line without a word and stops, as a killed server does. */
  async kill(): Promise<void> {
    const closed = new Promise((done) => this.http?.close(done))
    for (const socket of [...this.sockets, ...(this.all?.clients ?? [])]) socket.terminate()
    this.http?.closeAllConnections()
    await closed
  }

  /** Closes every line with this code. */
  close(code: number): void {
    for (const socket of this.sockets) socket.close(code)
  }

  tell(frame: VisitorFrame): void {
    for (const socket of this.sockets) socket.send(JSON.stringify(frame))
  }

  invite(
    text = 'Hello! I\'m Ana. If you have any questions or requests I\'m ready to help you. Just click "Start Chat" button to start a conversation.',
  ): void {
    this.invitation = {
      id: `invitation-${Date.now()}`,
      name: 'Ana',
      initials: 'AO',
      site: 'Velo & Bell',
      text,
      kind: 'text',
      voice: 'Ana has no microphone here.',
    }
    this.tell({ type: 'invitation', invitation: this.invitation })
  }

  /** Says whether somebody takes requests. */
  offer(available: boolean): void {
    this.available = available
    this.tell({ type: 'availability', available, noVoice: this.noVoice, css: this.css })
  }

  /** Says where the request stands. */
  queue(change: Partial<Schemas['VisitorRequest']>): void {
    if (!this.request) throw new Error('no request')
    const request = { ...this.request, ...change }
    this.request = request.state === 'waiting' ? request : undefined
    this.tell({ type: 'request', request })
    this.phone.tell({ type: 'request', request })
  }

  /** An operator takes the request. */
  acceptRequest(): void {
    if (this.request?.returned) {
      this.queue({ state: 'accepted', place: 0 })
      this.stand({ name: 'Bert', initials: 'B' })
      return
    }
    this.queue({ state: 'accepted', place: 0 })
    this.talk({ name: 'Ana', initials: 'AO', site: 'Velo & Bell' })
    this.say('system', 'Ana has joined the chat', { what: 'joined' })
  }

  /** The operator is gone: the conversation stands in the queue. */
  giveBack(): void {
    this.request = { id: 'returned-0000000001', kind: 'text', state: 'waiting', returned: true, place: 1, expected: 0 }
    this.tell({ type: 'request', request: this.request })
    this.stand({ name: undefined, initials: undefined, operatorHere: false })
    this.say('system', 'Ana has to go. The chat is first in the queue: somebody else will go on with it', { what: 'returned' })
  }

  stand(change: Partial<Schemas['VisitorConversation']>): void {
    if (!this.conversation) throw new Error('no conversation')
    this.conversation = { ...this.conversation, ...change }
    this.tell({ type: 'conversation', conversation: this.conversation })
  }

  say(from: Said['from'], text: string, more: Partial<Said> = {}): Said {
    const conversation = this.conversation
    if (!conversation) throw new Error('no conversation')
    const seq = this.messages.length + 1
    const message: Said = {
      conversation: conversation.id,
      seq,
      id: `line-${seq}-xxxxxxxxxx`,
      from,
      name: from === 'operator' ? 'Ana' : '',
      text,
      at: Date.now(),
      ...more,
    }
    this.messages.push(message)
    conversation.lastSeq = seq
    this.tell({ type: 'message', message })
    return message
  }

  of<T extends VisitorSends['type']>(type: T): Sent<T>[] {
    return this.received.filter((frame): frame is Sent<T> => frame.type === type)
  }

  private gone(why: Schemas['InvitationGoneFrame']['why']): void {
    if (this.invitation) this.tell({ type: 'gone', invitation: this.invitation.id, why })
    this.invitation = undefined
  }

  private begin(): void {
    const invitation = this.invitation
    if (!invitation) return
    this.gone('accepted')
    this.talk(invitation)
    this.say('operator', invitation.text, { what: 'invitation' })
    this.say('system', 'Rui chose text chat', { what: 'joined' })
  }

  private talk({ name, initials, site }: { name: string; initials: string; site: string }): void {
    this.conversation = {
      id: 'conversation-0000001',
      kind: 'text',
      state: 'open',
      hold: false,
      name,
      initials,
      site,
      operatorHere: true,
      leaveMessage: false,
      lastSeq: 0,
      operatorRead: 0,
      operatorGot: 0,
      mail: true,
      noVoice: this.noVoice,
    }
    this.messages = []
    this.tell({ type: 'conversation', conversation: this.conversation })
  }

  private ask({ id, name }: Sent<'ask'>): void {
    const { refusal } = this
    if (refusal) this.tell({ type: 'refused', of: 'ask', id, ...refusal })
    else {
      this.request = {
        id,
        kind: 'text',
        state: 'waiting',
        returned: false,
        name: name ?? 'Site visitor',
        place: 2,
        expected: 120,
      }
      this.tell({ type: 'request', request: this.request })
      this.phone.tell({ type: 'request', request: this.request })
    }
  }

  private async post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.posts++
    let body = ''
    for await (const part of request) body += part
    const [head, ...frames] = body.split('\n')
    const { line: id, from, heard, poll, end } = JSON.parse(head ?? '') as Schemas['LinePost']
    if (!this.polls) return void response.writeHead(503, { 'Access-Control-Allow-Origin': '*' }).end()
    const answer = (answer: object, news: string[] = []): void => {
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Access-Control-Allow-Origin': '*' })
      response.end([JSON.stringify(answer), ...news].join('\n'))
    }
    let line = this.lines.get(id)
    if (!line && from === 1 && frames.length) {
      line = new Polled()
      this.lines.set(id, line)
    }
    if (!line) return answer({ got: 0, close: 1012, reason: 'retry 0.1' })
    for (let i = 0; i < frames.length; i++)
      if (from + i === line.got + 1) {
        line.got++
        this.hear(line, JSON.parse(frames[i] as string))
      }
    if (end) this.sockets.delete(line)
    for (; line.heard < heard; line.heard++) line.out.shift()
    const { got } = line
    if (poll) line.hold(() => answer({ got: line.got, from: line.heard + 1 }, line.out))
    else answer({ got })
  }

  private hear(socket: Ear, frame: VisitorSends): void {
    this.received.push(frame)
    const answer = (reply: VisitorFrame): void => socket.send(JSON.stringify(reply))
    switch (frame.type) {
      case 'hello': {
        this.sockets.add(socket)
        const { conversation, invitation, available, request, css } = this
        const after = frame.after?.conversation === conversation?.id ? (frame.after?.seq ?? 0) : 0
        answer({
          type: 'welcome',
          keep: this.keep,
          chat: `/w/${manifest().chat}`,
          maxMessage: this.maxMessage,
          maxFile: 10 * 1024 * 1024,
          yourName: this.yourName,
          invitation,
          conversation,
          available,
          noVoice: this.noVoice,
          css,
          request,
          token: frame.token ? undefined : 'token-of-the-visitor',
          messages: conversation && this.messages.filter(({ seq }) => seq > after).slice(0, 100),
        })
        answer({ type: 'kept', page: frame.page })
        break
      }
      case 'page':
        answer({ type: 'kept', page: frame.page })
        break
      case 'accept':
        this.begin()
        break
      case 'decline':
        this.gone('declined')
        break
      case 'say': {
        if (this.mute) break
        const known = this.messages.find(({ id }) => id === frame.id)
        if (known) answer({ type: 'message', message: known })
        else
          this.say('visitor', frame.text, {
            id: frame.id,
            files: frame.files?.flatMap((id) => this.files.kept.get(id)?.file ?? []),
          })
        break
      }
      case 'fetch':
        for (const message of this.messages.filter(({ seq }) => seq > frame.after).slice(0, 100))
          answer({ type: 'message', message })
        answer({
          type: 'fetched',
          conversation: frame.conversation,
          after: frame.after,
          more: this.messages.length > frame.after + 100,
        })
        break
      case 'end':
        if (this.mute) break
        this.say('system', 'Rui ended the chat', { what: 'ended' })
        this.stand({ state: 'ended', endedBy: 'visitor' })
        break
      case 'rate':
        if (this.noRate) {
          answer({ type: 'refused', of: 'rate', id: frame.conversation, ...this.noRate })
          break
        }
        if (this.conversation) this.conversation = { ...this.conversation, stars: frame.stars }
        answer({ type: 'rated', conversation: frame.conversation, stars: frame.stars })
        break
      case 'transcript':
        if (this.mute) break
        if (this.noMail) answer({ type: 'refused', of: 'transcript', id: frame.conversation, ...this.noMail })
        else answer({ type: 'transcript-sent', conversation: frame.conversation })
        break
      case 'ask':
        if (!this.mute) this.ask(frame)
        break
      case 'cancel':
        if (this.request?.id === frame.request) this.queue({ state: 'withdrawn', place: 0 })
        break
      case 'leave':
        if (this.mute) break
        answer({ type: 'left', id: frame.id })
        if (this.request) this.queue({ state: 'withdrawn', place: 0 })
    }
  }
}
