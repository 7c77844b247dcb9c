// A mail server of the test's own: as much of SMTP as it takes to receive, over a real connection.
import { createServer, type Server, type Socket } from 'node:net'
import { test } from '@playwright/test'

/** A Letter is a mail as the server has taken it; in `raw` soft line breaks are undone. */
export interface Letter {
  to: string[]
  raw: string
  whole: string
}

/** MailServer takes what is sent to it. */
export class MailServer {
  readonly letters: Letter[] = []
  /** What it answers to a recipient instead of taking him, such as "550 no such address". */
  refuse = ''
  readonly #server: Server
  readonly #lines = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (line) => this.#serve(line))
  }

  static async start(): Promise<MailServer> {
    const server = createServer()
    const mail = new MailServer(server)
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    return mail
  }

  get port(): number {
    const address = this.#server.address()
    return address && typeof address === 'object' ? address.port : 0
  }

  async stop(): Promise<void> {
    for (const line of this.#lines) line.destroy()
    await new Promise((ended) => this.#server.close(ended))
  }

  #serve(line: Socket): void {
    this.#lines.add(line)
    line.on('close', () => this.#lines.delete(line))
    line.on('error', () => {})
    let to: string[] = []
    let text: string[] | undefined
    let rest = ''
    const say = (words: string) => line.write(`${words}\r\n`)
    const hear = (words: string) => {
      if (text) {
        if (words !== '.') return void text.push(words.replace(/^\.\./, '.'))
        const whole = text.join('\n')
        this.letters.push({ to, whole, raw: whole.replaceAll('=\n', '').replaceAll('=3D', '=') })
        text = undefined
        to = []
        return say('250 taken')
      }
      const command = words.slice(0, 4).toUpperCase()
      if (command === 'RCPT') {
        if (this.refuse) return say(this.refuse)
        to.push(words.replace(/^[^<]*<|>.*$/g, ''))
      }
      if (command === 'DATA') {
        text = []
        return say('354 go on')
      }
      say(command === 'QUIT' ? '221 bye' : '250 well')
    }
    say('220 mail.shop.example')
    line.on('data', (data) => {
      const lines = (rest + data.toString()).split('\r\n')
      rest = lines.pop() ?? ''
      for (const one of lines) hear(one)
    })
  }
}

/** mail is the test's mail server. */
export let mail: MailServer

/** Each test has a mail server. */
export function mailed(): void {
  test.beforeEach(async () => {
    mail = await MailServer.start()
  })
  test.afterEach(() => mail.stop())
}
