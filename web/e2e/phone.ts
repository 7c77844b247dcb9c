// A stand-in for the visitor's call window: the visitor's socket and the call window's, and a peer connection, in a page of Beckon's own
// origin. It does what docs/protocol.md says, and nothing that a person would see.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'

/** Writes a tone and returns the flags by which Chromium hears it as its microphone. */
export function toneFlags(): string[] {
  const rate = 48_000
  const samples = rate * 2
  const wav = Buffer.alloc(44 + samples * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples * 2, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(rate * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples * 2, 40)
  // It swells and fades four times a second, as syllables do: browsers take a tone that never changes for noise. Whole periods have no seam.
  for (let i = 0; i < samples; i++) {
    const at = (2 * Math.PI * i) / rate
    const loud = 0.5 - 0.5 * Math.cos(4 * at)
    wav.writeInt16LE(
      Math.round(12_000 * loud * (Math.sin(220 * at) + Math.sin(660 * at) + 0.5 * Math.sin(1100 * at))),
      44 + i * 2,
    )
  }
  const path = join(mkdtempSync(join(tmpdir(), 'beckon-tone-')), 'tone.wav')
  writeFileSync(path, wav)
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--allow-loopback-in-peer-connection',
    `--use-file-for-fake-audio-capture=${path}`,
  ]
}

/** What one side of a call says of itself by WebRTC statistics. */
export interface Sound {
  state: string
  /** Of the pair of candidates in use: on this side, and on the other. */
  way: string
  their: string
  bytes: number
  energy: number
  /** Tracks of microphones that still listen. */
  live: number
}

/** Lets a page keep its peer connections and microphones where the test can ask them. */
export async function listenIn(page: Page | BrowserContext): Promise<void> {
  await page.addInitScript(() => {
    const made: RTCPeerConnection[] = []
    const streams: MediaStream[] = []
    const Real = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        made.push(this)
      }
    }
    const real = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
    if (real)
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await real(constraints)
        streams.push(stream)
        return stream
      }
    Object.assign(window, { made, streams })
  })
}

/** How a page's latest peer connection sounds now. */
export function soundOf(page: Page): Promise<Sound> {
  return page.evaluate(async () => {
    const { made, streams } = window as unknown as { made: RTCPeerConnection[]; streams: MediaStream[] }
    const pc = made.at(-1)
    const sound = { state: pc?.connectionState ?? 'none', way: '', their: '', bytes: 0, energy: 0, live: 0 }
    sound.live = streams.flatMap((stream) => stream.getTracks()).filter((track) => track.readyState === 'live').length
    if (!pc || pc.connectionState === 'closed') return sound
    const stats = [...(await pc.getStats()).values()]
    for (const one of stats) {
      if (one.type === 'inbound-rtp') {
        sound.bytes = one.bytesReceived
        sound.energy = one.totalAudioEnergy ?? 0
      }
      // Pairs of an earlier way may still be there: the transport says which is in use.
      if (one.type === 'transport' && one.selectedCandidatePairId) {
        const pair = stats.find(({ id }) => id === one.selectedCandidatePairId)
        sound.way = stats.find(({ id }) => id === pair?.localCandidateId)?.candidateType ?? ''
        sound.their = stats.find(({ id }) => id === pair?.remoteCandidateId)?.candidateType ?? ''
      }
    }
    return sound
  })
}

/** How much sound comes in over two seconds: bytes, and energy of what is heard. */
export async function heardIn(page: Page, over = 2000): Promise<{ bytes: number; energy: number }> {
  const before = await soundOf(page)
  await page.waitForTimeout(over)
  const after = await soundOf(page)
  return { bytes: after.bytes - before.bytes, energy: after.energy - before.energy }
}

interface Step {
  type: string
  [field: string]: unknown
}

/** The visitor's call window. */
export class Phone {
  private constructor(readonly page: Page) {}

  /** Opens it for the visitor whose page is `of`: that page's socket says the key, as the panel would. */
  static async open(context: BrowserContext, of: Page, origin: string): Promise<Phone> {
    const key = Array.from({ length: 32 }, () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)]).join('')
    const page = await context.newPage()
    await listenIn(page)
    await page.goto(`${origin}/nothing-here`) // a page of Beckon's origin on which nothing else runs
    await of.evaluate((said) => (window as unknown as { expectPhone(key: string): void }).expectPhone(said), key)
    await page.evaluate(phone, key)
    await page.waitForFunction(() => (window as unknown as { phone: { ready(): boolean } }).phone.ready())
    return new Phone(page)
  }

  /** Offers a call, or accepts the one that is offered. */
  async call(): Promise<void> {
    await this.page.evaluate(() => (window as unknown as { phone: { call(): void } }).phone.call())
  }

  async hangUp(): Promise<void> {
    await this.page.evaluate(() => (window as unknown as { phone: { hangUp(): void } }).phone.hangUp())
  }

  /** How the call stands for the visitor. */
  state(): Promise<string> {
    return this.page.evaluate(() => (window as unknown as { phone: { state(): string } }).phone.state())
  }

  /** Whether the visitor has a conversation. */
  has(): Promise<boolean> {
    return this.page.evaluate(() => (window as unknown as { phone: { has(): boolean } }).phone.has())
  }

  /** Asks for a new offer: as after another network, or with round 0 as a window that was loaded anew. */
  async again(round?: number): Promise<void> {
    await this.page.evaluate((of) => (window as unknown as { phone: { again(of?: number): void } }).phone.again(of), round)
  }
}

/** Has a page of the site, of `speaksForPhones`, ask for a voice chat. */
export function asksForVoice(page: Page, name: string): Promise<void> {
  const ask = { type: 'ask', id: `ask-${Date.now()}-abcdefgh`.slice(0, 22), name, kind: 'voice' }
  return page.evaluate((frame) => (window as unknown as { sayOnLine(frame: object): void }).sayOnLine(frame), ask)
}

/** Lets a page of the site say keys on its own line. */
export async function speaksForPhones(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Real = window.WebSocket
    let line: WebSocket | undefined
    window.WebSocket = class extends Real {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        if (String(url).includes('/v1/visit')) line = this
      }
    }
    const say = (frame: object) => line?.send(JSON.stringify(frame))
    Object.assign(window, { sayOnLine: say, expectPhone: (key: string) => say({ type: 'expect-phone', key }) })
  })
}

// Runs in the page.
function phone(key: string): void {
  let conversation: { id: string; hold?: boolean; call?: { id: string; state: string; offeredBy: string } } | undefined
  let microphone: MediaStream | undefined
  let pc: RTCPeerConnection | undefined
  let access: Step | undefined
  let offered: Step | undefined
  let print = ''
  let round = 0
  const asked = new Set<string>()
  const line = new WebSocket(`${location.origin.replace('http', 'ws')}/v1/phone`)
  const send = (frame: Step) => line.send(JSON.stringify(frame))
  const about = () => ({ conversation: conversation?.id, call: conversation?.call?.id })
  const report = () =>
    send({ type: 'call-report', ...about(), connected: pc?.connectionState === 'connected', muted: false, quality: 4 })

  const close = () => {
    for (const track of microphone?.getTracks() ?? []) track.stop()
    microphone = undefined
    pc?.close()
    pc = access = offered = undefined
  }
  const answer = async () => {
    if (!access || !offered || !microphone) return
    const signal = offered
    offered = undefined
    const theirs = /a=fingerprint:(.*)/.exec(String(signal.text))?.[1] ?? ''
    if (!pc || theirs !== print) {
      pc?.close()
      const { urls, username, credential, direct } = access as unknown as {
        urls: string[]
        username: string
        credential: string
        direct: boolean
      }
      const mine = new RTCPeerConnection({
        iceServers: [{ urls, username, credential }],
        iceTransportPolicy: direct ? 'all' : 'relay',
      })
      for (const track of microphone.getTracks()) mine.addTrack(track, microphone)
      mine.onicecandidate = ({ candidate }) =>
        send({
          type: 'signal',
          ...about(),
          kind: 'candidate',
          round,
          text: candidate?.candidate ?? '',
          mid: candidate?.sdpMid ?? '',
        })
      mine.onconnectionstatechange = report
      mine.ontrack = ({ streams, track }) => {
        const sound = new Audio()
        sound.srcObject = streams[0] ?? new MediaStream([track])
        void sound.play()
      }
      pc = mine
      print = theirs
    }
    round = Number(signal.round)
    await pc.setRemoteDescription({ type: 'offer', sdp: String(signal.text) })
    await pc.setLocalDescription(await pc.createAnswer())
    send({ type: 'signal', ...about(), kind: 'answer', round, text: pc.localDescription?.sdp ?? '' })
    for (const { text, mid } of early.splice(0)) await pc.addIceCandidate({ candidate: text, sdpMid: mid })
  }
  const early: { text: string; mid: string }[] = []
  let doing: Promise<unknown> = Promise.resolve()
  const queue = (run: () => Promise<unknown>) => {
    doing = doing.then(run).catch(() => undefined)
  }

  line.onopen = () => send({ type: 'phone', version: 1, key })
  line.onmessage = ({ data }) => {
    const frame = JSON.parse(data) as Step
    if (frame.type === 'ping') send({ type: 'pong' })
    if (frame.type === 'phone') {
      conversation = frame.conversation as typeof conversation
      const call = conversation?.call
      for (const track of microphone?.getTracks() ?? []) track.enabled = !conversation?.hold
      if (call?.state === 'open' && !asked.has(call.id)) {
        asked.add(call.id)
        send({ type: 'relay', call: call.id })
      }
      if (call?.state === 'ended' || !call) close()
    }
    if (frame.type === 'relay') {
      access = frame
      queue(answer)
    }
    if (frame.type === 'signal' && frame.kind === 'offer') {
      offered = frame
      queue(answer)
    }
    if (frame.type === 'signal' && frame.kind === 'candidate' && frame.text)
      queue(async () => {
        const one = { text: String(frame.text), mid: String(frame.mid ?? '0') }
        if (pc?.remoteDescription && Number(frame.round) === round)
          await pc.addIceCandidate({ candidate: one.text, sdpMid: one.mid })
        else early.push(one)
      })
  }
  const id = () => Array.from({ length: 22 }, () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)]).join('')
  Object.assign(window, {
    phone: {
      async call() {
        microphone ??= await navigator.mediaDevices.getUserMedia({ audio: true })
        send({ type: 'call', conversation: conversation?.id, id: id() })
      },
      hangUp: () => send({ type: 'hang-up', ...about() }),
      again: (of = round) => send({ type: 'signal', ...about(), kind: 'again', round: of }),
      ready: () => line.readyState === WebSocket.OPEN,
      has: () => conversation !== undefined,
      state: () => conversation?.call?.state ?? 'none',
    },
  })
}
