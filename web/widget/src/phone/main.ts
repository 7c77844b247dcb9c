// The visitor's call window: a page of Beckon's own origin that holds the microphone and the connection from the call's start to its end,
// so that both outlive the pages of the site.
import type { PhoneFrame } from '../../../wire/frames'
import { newID } from '../id'
import type { Conversation } from '../port'
import { store, stored } from '../storage'
import { styled } from '../styled'
import { newLine } from './line'
import { askMicrophone } from './microphone'
import { newPeer, type Peer } from './peer'
import css from './phone.css?inline'
import { type Act, type Facts, goesOn, screenOf, speaks } from './screen'
import { newSounds } from './sounds'
import { newView } from './view'
import { clock } from './words'

const keyName = 'beckon_phone'
const wantedName = 'beckon_call'

let key = ''
let track: MediaStreamTrack | undefined
let peer: Peer | undefined
// The call that the peer is of; the id under which the visitor's own is offered.
let open = ''
let mine = ''
// The last call that this window was in: lost, it is offered once more.
let last = ''
let quality = 0
let since = 0
let silent = false
let leaving = false
let told = ''
let unknown = 0
// A request of the visitor's stands in the queue.
let waits = false

const facts: Facts = {
  line: 'away',
  mic: 'off',
  wanted: false,
  hope: true,
  conversation: undefined,
  heard: false,
  met: false,
  still: false,
  why: '',
  lost: false,
}

// What openWindow makes.
let audio: HTMLAudioElement
let sounds: ReturnType<typeof newSounds>
let view: ReturnType<typeof newView>
let line: ReturnType<typeof newLine>

const want = (on: boolean): void => {
  facts.wanted = on
  facts.why = ''
  mine = on ? newID() : ''
  store('sessionStorage', wantedName, on ? '1' : '')
}

const hear = (): void => {
  sounds.wake()
  const heard = (is: boolean) => () => {
    silent = !is && !!audio.srcObject
    update()
  }
  audio.play().then(heard(true), heard(false))
}

// Takes the microphone, for as long as there is a reason.
const listen = async (): Promise<void> => {
  facts.mic = 'asking'
  update()
  const got = await askMicrophone()
  if (typeof got === 'string') {
    facts.mic = got
    return update()
  }
  // Hung up meanwhile.
  if (!speaks(facts)) {
    got.stop()
    facts.mic = 'off'
    return update()
  }
  track = got
  facts.mic = 'on'
  got.onended = () => {
    if (track !== got) return
    track = undefined
    facts.mic = 'none'
    update()
  }
  sounds.measure(got)
  peer?.speak(got)
  update()
}

const silence = (): void => {
  track?.stop()
  track = undefined
  facts.mic = 'off'
}

const disconnect = (): void => {
  peer?.close()
  peer = undefined
  open = ''
  audio.srcObject = null
  silent = facts.heard = facts.met = false
  quality = since = 0
}

const connect = (conversation: string, call: string): void => {
  open = last = call
  peer = newPeer({
    tell: (kind, round, text, mid) => void line.send({ type: 'signal', conversation, call, kind, round, text, mid }),
    ask: () => void line.send({ type: 'relay', call }),
    heard(stream) {
      audio.srcObject = stream
      hear()
    },
    changed: () => update(),
  })
  if (track) peer.speak(track)
}

// Offers the call, or accepts the operator's, once everything is there.
const place = (): void => {
  const { conversation: now, wanted, mic, line: state } = facts
  if (!wanted || mic !== 'on' || state !== 'up' || now?.state !== 'open') return
  const rings = goesOn(now) && now.call?.offeredBy === 'operator'
  if (rings || (!goesOn(now) && now.name && !now.hold && !now.noVoice)) {
    const frame = { type: 'call', conversation: now.id, id: mine } as const
    const said = JSON.stringify([frame, now.call?.id])
    if (said !== told && line.send(frame)) told = said
  }
}

const stand = (now: Conversation | undefined): void => {
  const before = facts.conversation
  // One that was here and is not any more has ended.
  if (!now && before) now = { ...before, state: 'ended' }
  facts.conversation = now
  const call = now?.call
  const on = goesOn(now)
  if (on && (call?.state === 'open' || call?.offeredBy === 'visitor')) want(false)
  if (on && call?.state === 'open') {
    if (open !== call.id) {
      disconnect()
      connect((now as Conversation).id, call.id)
    }
  } else if (open) disconnect()
  // A call that was lost is offered once more, with the microphone as it is.
  if (!on && call?.id === last && call?.endedBy === 'lost' && track && !now?.noVoice) want(true)
  if (!on) last = ''
}

const take = (frame: PhoneFrame): void => {
  switch (frame.type) {
    case 'phone': {
      const back = facts.line !== 'up'
      facts.line = 'up'
      facts.lost = false
      unknown = 0
      if (back) told = ''
      stand(frame.conversation)
      // What was said meanwhile did not come.
      if (back && peer && !peer.connected()) peer.again()
      break
    }
    case 'request':
      waits = frame.request.state === 'waiting'
      facts.hope = waits || frame.request.state === 'accepted'
      break
    case 'relay':
      if (frame.call === open) peer?.access(frame)
      break
    case 'signal':
      if (frame.call === open) peer?.take(frame)
      break
    case 'steer-phone':
      facts.still = frame.muted
      break
    case 'refused':
      if (frame.of !== 'call' || frame.id !== mine) break
      if (frame.code === 'unavailable') setTimeout(again, 2e3)
      else {
        want(false)
        facts.why = frame.text
      }
  }
  update()
}

const again = (): void => {
  told = ''
  place()
}

// Another window has the call; this one is too old; nobody knows the key, which a page may say a little later.
const lost = (code: number): boolean => {
  facts.line = code === 4003 ? 'elsewhere' : code === 4010 ? 'old' : code === 4001 && ++unknown > 1 ? 'unknown' : 'away'
  if (facts.line !== 'away') {
    want(false)
    facts.conversation = undefined
    disconnect()
  }
  update()
  return facts.line === 'away'
}

const hangUp = (microphone?: boolean): void => {
  want(false)
  const { conversation } = facts
  if (conversation?.call && goesOn(conversation))
    line.send({ type: 'hang-up', conversation: conversation.id, call: conversation.call.id, microphone })
  disconnect()
}

const acts: Record<Act, () => void> = {
  mute() {
    facts.still = !facts.still
    update()
  },
  hangUp() {
    hangUp()
    silence()
    update()
  },
  accept: () => begin(),
  decline() {
    hangUp()
    update()
  },
  call: () => begin(),
  retry: () => void listen(),
  sound: () => hear(),
  text() {
    hangUp(facts.mic !== 'on' && facts.mic !== 'asking')
    acts.close()
  },
  close() {
    silence()
    facts.hope = false
    update()
    close()
  },
}

const begin = (): void => {
  want(true)
  facts.hope = true
  // An earlier chat says nothing about this call.
  if (facts.conversation?.state === 'ended') facts.conversation = undefined
  if (facts.mic !== 'on') facts.mic = 'off'
  update()
}

const update = (): void => {
  if (leaving) return
  facts.heard = !!peer?.connected()
  facts.met = !!peer?.met()
  const { conversation } = facts
  const call = goesOn(conversation) ? conversation?.call : undefined
  if (call?.connected) since ||= Math.min(call.connected, Date.now())
  if (!speaks(facts)) silence()
  else if (facts.mic === 'off') void listen()
  place()
  const held = !!conversation?.hold && !!call
  if (track) track.enabled = !held && !facts.still
  audio.muted = held
  sounds.hum(held && call?.state === 'open')
  const screen = screenOf(facts)
  if (silent) screen.push('sound')
  view.show({
    screen,
    face: conversation?.initials ?? '',
    site: conversation?.site ?? '',
    time: clock(since),
    still: facts.still,
    good: quality,
    live: !!track,
    trouble: facts.line === 'away' ? 'Looking for the connection…' : '',
  })
}

let reported = ''
const report = (): void => {
  const { conversation, still: muted } = facts
  if (!peer || !conversation) return
  const said = { connected: facts.heard, muted, quality, trouble: track ? undefined : ('microphone' as const) }
  const text = open + JSON.stringify(said)
  if (text !== reported && line.send({ type: 'call-report', conversation: conversation.id, call: open, ...said })) reported = text
}

// Time, statistics and the patience with a line that does not come back.
let ticks = 0
let alone = 0
const tick = async (): Promise<void> => {
  if (leaving) return
  const { conversation } = facts
  const idle = goesOn(conversation) ? facts.line === 'away' && !facts.heard : facts.wanted && !conversation && !waits
  alone = idle ? alone + 1 : 0
  if (alone > 30 && !facts.lost) {
    facts.lost = true
    disconnect()
  }
  if (++ticks % 2 && peer) quality = facts.heard && !conversation?.hold ? await peer.quality() : 0
  report()
  update()
}

const meter = (): void => {
  view.level(facts.still ? 0 : sounds.level())
  setTimeout(meter, 100)
}

// A key in the address is a click on the page: a call is wanted. It does not stay where it can be read or kept.
const come = (): void => {
  const given = location.hash.slice(1)
  if (given) {
    history.replaceState(null, '', location.pathname)
    if (key && key !== given) {
      line.close()
      facts.line = 'away'
      facts.conversation = undefined
      disconnect()
    }
    key = given
    store('sessionStorage', keyName, key)
    if (!goesOn(facts.conversation) || facts.conversation?.call?.state === 'ringing') begin()
  }
  if (facts.line !== 'up') facts.line = 'away'
  line.open()
}

// A window that is loaded anew goes on with its call; one that is closed hangs up. Only a reload by key or by script can be told.
let reloading = false
const listenToPage = (): void => {
  addEventListener('hashchange', come)
  addEventListener('online', () => {
    line.nudge()
    peer?.again()
  })
  ;(navigator as { connection?: EventTarget }).connection?.addEventListener('change', () => peer?.again())
  addEventListener('pointerdown', () => sounds.wake())
  addEventListener('keydown', ({ key, ctrlKey, metaKey }) => {
    reloading = key === 'F5' || ((ctrlKey || metaKey) && key.toLowerCase() === 'r')
  })
  addEventListener('pagehide', () => {
    if (!reloading) hangUp()
    silence()
    disconnect()
    leaving = true
    line.close()
  })
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
}

/** openWindow makes this page the call window; once for a page. */
export const openWindow = (): void => {
  styled(document, css)
  audio = new Audio()
  sounds = newSounds()
  view = newView((what) => acts[what]())
  line = newLine(() => ({ type: 'phone', version: 1, key }), take, lost)
  setInterval(tick, 1e3)
  meter()
  key = stored('sessionStorage', keyName)
  facts.wanted = !!stored('sessionStorage', wantedName)
  if (facts.wanted) mine = newID()
  if (!key && !location.hash) facts.line = 'unknown'
  else come()
  update()
  listenToPage()
}
