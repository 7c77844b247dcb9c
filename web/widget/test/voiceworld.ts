// What the tests of voice share, beside world.ts.
import type { BrowserContext, Page } from '@playwright/test'
import { chromium } from '../../chromium'
import type { Schemas } from '../../wire/frames'
import { html, server, site, talk, visit } from './world'

const media = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--allow-loopback-in-peer-connection']

/** launch starts a browser that has a microphone. */
export const launch = { ...chromium, args: [...chromium.args, ...media] }

type Call = Schemas['Call']
const side = { connected: false, muted: false, quality: 0 }

/** stand tells page and window how the call stands. */
export const stand = (change: Partial<Call>, more: Partial<Schemas['VisitorConversation']> = {}): void => {
  const before = server.conversation?.call
  const call: Call = {
    id: 'call-000000000001',
    offeredBy: 'operator',
    state: 'ringing',
    offered: Date.now(),
    visitor: side,
    operator: side,
    ...(before?.state === 'ended' && change.state !== 'ended' ? {} : before),
    ...change,
  }
  server.stand({ call, ...more })
  server.phone.tell({ type: 'phone', conversation: server.conversation })
}

/** serve does what a window asks for as the server does it. */
export const serve = (): void => {
  server.phone.hears = (frame) => {
    const call = server.conversation?.call
    if (frame.type === 'call') {
      if (call?.state === 'ringing' && call.offeredBy === 'operator') stand({ state: 'open', accepted: Date.now() })
      else stand({ id: frame.id, offeredBy: 'visitor', state: 'ringing' })
    }
    if (frame.type === 'hang-up') stand({ state: 'ended', endedBy: 'visitor', ended: Date.now() })
    if (frame.type === 'call-report')
      stand({ visitor: { connected: frame.connected, muted: frame.muted, quality: frame.quality } })
  }
}

/** operator is a page that plays the operator: it offers a connection when the window asks for the relay, and takes what comes back. */
export const operator = async (context: BrowserContext): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(`${server.origin}/call`)
  const tell = (kind: 'offer' | 'candidate', text: string, mid = ''): void =>
    server.phone.tell({
      type: 'signal',
      conversation: server.conversation?.id ?? '',
      call: server.conversation?.call?.id ?? '',
      kind,
      round: 1,
      text,
      mid,
    })
  await page.exposeFunction('tell', tell)
  await page.evaluate(() => {
    const here = window as unknown as { tell: (...what: string[]) => void; pc: RTCPeerConnection; begin(): void }
    here.begin = async () => {
      here.pc = new RTCPeerConnection()
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      here.pc.addTrack(stream.getAudioTracks()[0] as MediaStreamTrack, stream)
      // Sound that nobody plays is not counted.
      here.pc.ontrack = ({ track }) => {
        const audio = new Audio()
        audio.srcObject = new MediaStream([track])
        void audio.play()
      }
      here.pc.onicecandidate = ({ candidate }) => here.tell('candidate', candidate?.candidate ?? '', candidate?.sdpMid ?? '')
      await here.pc.setLocalDescription()
      here.tell('offer', here.pc.localDescription?.sdp ?? '')
    }
  })
  const before = server.phone.hears
  server.phone.hears = (frame) => {
    before(frame)
    if (frame.type === 'relay') {
      server.phone.tell({
        type: 'relay',
        call: frame.call,
        urls: ['stun:127.0.0.1:9'],
        username: 'u',
        credential: 'c',
        until: Date.now() + 6e5,
        direct: true,
      })
      void page.evaluate(() => (window as unknown as { begin(): void }).begin())
    }
    if (frame.type === 'signal')
      void page.evaluate(async ({ kind, text, mid }) => {
        const { pc } = window as unknown as { pc: RTCPeerConnection }
        if (kind === 'answer') await pc.setRemoteDescription({ type: 'answer', sdp: text ?? '' })
        if (kind === 'candidate') await pc.addIceCandidate({ candidate: text ?? '', sdpMid: mid || '0' }).catch(() => {})
      }, frame)
  }
  return page
}

/** energy is how much sound has come to that page so far. */
export const energy = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let sum = 0
    const { pc } = window as unknown as { pc: RTCPeerConnection }
    for (const one of (await pc.getStats()).values()) if (one.type === 'inbound-rtp') sum += one.totalAudioEnergy
    return sum
  })

/** bar is the call in the panel. */
export const bar = (page: Page) => page.getByRole('group', { name: 'Voice chat' })

/** inChat is a page whose visitor talks with an operator who can be called. */
export const inChat = async (context: BrowserContext): Promise<Page> => {
  server.noVoice = undefined
  site.pages.set('/', { html: html() })
  site.pages.set('/two', { html: html() })
  const { page } = await visit(context)
  await talk(page)
  serve()
  return page
}

/** key is that of a window that nobody's page has opened. */
export const key = 'k'.repeat(32)

interface Counted {
  tracks: MediaStreamTrack[]
  contexts: AudioContext[]
  asked: number
}

/** counting notes each microphone and each AudioContext that windows get. */
export const counting = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const here = window as unknown as Counted
    Object.assign(here, { tracks: [], contexts: [], asked: 0 })
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (what) => {
      here.asked++
      const stream = await ask(what)
      here.tracks.push(...stream.getAudioTracks())
      return stream
    }
    window.AudioContext = new Proxy(AudioContext, {
      construct(make) {
        const context = new make()
        here.contexts.push(context)
        return context
      },
    })
  })

/** microphones are how often a window has asked for one, and how many are on. */
export const microphones = (page: Page): Promise<{ asked: number; on: number }> =>
  page.evaluate(() => {
    const { asked, tracks } = window as unknown as Counted
    return { asked, on: tracks.filter(({ readyState }) => readyState === 'live').length }
  })

/** Way is the network between call windows and the server. */
export interface Way {
  /** What becomes of sockets from now on: let through, refused, or never opened. */
  now: 'open' | 'refused' | 'silent'
}

/** wayOf is the network of context's call windows; cutting it leaves what is open. */
export const wayOf = async (context: BrowserContext): Promise<Way> => {
  const way: Way = { now: 'open' }
  await context.routeWebSocket(/v1\/phone/, async (socket) => {
    if (way.now === 'open') socket.connectToServer()
    if (way.now === 'refused') await socket.close()
  })
  return way
}
