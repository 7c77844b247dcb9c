// A server of the test's own: the real binary, on a free port, with a data folder of its own.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const binary = process.env.BECKON ?? resolve(import.meta.dirname, '../../bin/beckon')

/** A running `beckon serve`. */
export class Beckon {
  readonly port: number
  /** The one-time link that the start printed; empty when it printed none. */
  link = ''
  readonly #data = mkdtempSync(join(tmpdir(), 'beckon-e2e-'))
  readonly #flags: string[]
  /** How browsers name this machine. */
  #name = 'localhost'
  #process: ChildProcess | undefined

  private constructor(port: number, flags: string[]) {
    this.port = port
    this.#flags = flags
  }

  /** Starts a server with the demo shop and, unless flags say otherwise, no simulated visitors. */
  static async demo(...flags: string[]): Promise<Beckon> {
    return Beckon.start('--demo', '--demo-visitors', '0', ...flags)
  }

  /** Starts a server as it is at first start. */
  static async start(...flags: string[]): Promise<Beckon> {
    if (!existsSync(binary)) throw new Error(`${binary} is not built: make build`)
    const server = new Beckon(await freePort(), flags)
    await server.up()
    return server
  }

  /** Starts the demo for browsers that know this machine by another name than its own. */
  static async demoAt(name: string): Promise<Beckon> {
    const port = await freePort()
    const server = new Beckon(port, ['--demo', '--demo-visitors', '0', '--public-url', `http://${name}:${port}`])
    server.#name = name
    await server.up()
    return server
  }

  get url(): string {
    return `http://${this.#name}:${this.port}`
  }

  get console(): string {
    return `${this.url}/console/`
  }

  get shop(): string {
    return `${this.url}/demo/`
  }

  // No test meets another's port for calls; those of calls say which they want.
  get #calls(): string[] {
    return this.#flags.includes('--voice-listen') ? [] : ['--voice-listen', 'off']
  }

  /** Starts the process (again) on the same data and waits until it serves. */
  async up(): Promise<void> {
    const listen = ['--listen', `localhost:${this.port}`, ...this.#calls]
    const child = spawn(binary, ['serve', ...listen, '--data', this.#data, ...this.#flags])
    this.#process = child
    let printed = ''
    child.stdout.on('data', (text) => {
      printed += text
      this.link = /http\S+#once=\S+/.exec(printed)?.[0] ?? this.link
    })
    let complained = ''
    child.stderr.on('data', (text) => {
      complained += text
    })
    for (let i = 0; i < 600; i++) {
      if (child.exitCode !== null) throw new Error(`beckon ended: ${complained}`)
      const answer = await fetch(`http://localhost:${this.port}/livez`).catch(() => undefined)
      if (answer?.ok && printed.includes('Console:')) return
      await new Promise((next) => setTimeout(next, 25))
    }
    throw new Error(`beckon does not serve: ${complained}`)
  }

  /** Folder of the data that this server keeps, as the other commands want it. */
  get data(): string {
    return this.#flags.includes('--demo') ? join(this.#data, 'demo') : this.#data
  }

  /** Adds an operator by `beckon operator add`, beside the running server, and returns the one-time link. */
  async addOperator(login: string, ...flags: string[]): Promise<string> {
    const command = ['operator', 'add', login, '--data', this.data, '--public-url', this.url, ...flags]
    const { stdout } = await promisify(execFile)(binary, command)
    const link = /http\S+#once=\S+/.exec(stdout)?.[0]
    if (!link) throw new Error(`no link in: ${stdout}`)
    return link
  }

  /** Ends the process at once, as a crash would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Ends the process and forgets its data. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.#data, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((done) => child.once('exit', done))
    child.kill(signal)
    await ended
  }
}

async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))))
    })
  })
}
