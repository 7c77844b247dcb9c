// The visitor's call window: a page of Beckon's own origin that holds the microphone and the connection from the call's start to its end,
// so that both outlive the pages of the site.
import type { PhoneFrame, Schemas } from '../../../wire/frames'
import { newID } from '../id'
import type { Conversation } from '../port'
import { styled } from '../styled'
import { type Carrier, newCarrier } from './carrier'
import { keep, kept, opener } from './kept'
import { newLasts } from './lasts'
import { newLevel } from './level'
import { type Line, newLine } from './line'
import { type Microphone, newMicrophone } from './microphone'
import { listenToNetwork } from './network'
import { type Ending, newOver, type Over } from './over'
import css from './phone.css?inline'
import { type Act, goesOn, newFacts, screenOf, speaks, wishes } from './screen'
import { newSounds, type Sounds } from './sounds'
import { newView, type View } from './view'
import { clock } from './words'

// For so long nothing is wanted in vain, without a line and without sound: a second before the 30 s in which a call ends cleanly.
const patience = 29e3

let key = ''
// The id under which the visitor's own call is offered.
let mine = ''
// The last call that this window was in: lost, it is offered once more.
let last = ''
let leaving = false
// What the server said last, and what it was asked last.
let said: Conversation | undefined
let asked = ''
let unknown = 0
// Since when the line is back and nothing was said of the request.
let unsure = 0
// When the visitor pressed something, or the page did for him.
let begun = 0

const facts = newFacts()

// What openWindow makes.
let microphone: Microphone
let carrier: Carrier
let sounds: Sounds
let view: View
let line: Line
let over: Over
const lasts = newLasts('beckon_since')

const want = (on: boolean): void => {
  facts.wanted = on
  facts.why = ''
  mine = on ? newID() : ''
  keep('call', on ? '1' : '')
}

const play = (): void => {
  sounds.wake()
  carrier.play()
}

// Offers the call, or accepts the operator's, once everything is there.
const place = (): void => {
  const { conversation: now, wanted, mic, line: state } = facts
  if (!wanted || mic !== 'on' || state !== 'up' || now?.state !== 'open') return
  const rings = goesOn(now) && now.call?.offeredBy === 'operator'
  if (rings || (!goesOn(now) && now.name && !now.hold && !now.noVoice)) {
    const frame = { type: 'call', conversation: now.id, id: mine } as const
    const text = JSON.stringify([frame, now.call?.id])
    if (text !== asked && line.send(frame)) asked = text
  }
}

// Says that a call has ended here, until the server knows.
const settle = (): void => {
  const by = over.untold(said)
  if (by && said?.call) hangUpAs(said.call.id, by)
}
const hangUpAs = (call: string, by: Ending): void =>
  void (said && line.send({ type: 'hang-up', conversation: said.id, call, microphone: by === 'no-microphone' || undefined }))

const stand = (told: Conversation | undefined): void => {
  const before = facts.conversation
  // One that was here and is not any more has ended.
  if (!told && before) told = { ...before, state: 'ended' }
  said = told
  settle()
  const now = over.here(told)
  facts.conversation = now
  const call = now?.call
  const on = goesOn(now)
  if (on && (call?.state === 'open' || call?.offeredBy === 'visitor')) want(false)
  if (on) facts.lost = false
  if (on && call?.state === 'open') {
    if (carrier.call() !== call.id) carrier.carry((now as Conversation).id, call.id, microphone.track())
    last = call.id
  } else carrier.drop()
  // A call that was lost is offered once more, with the microphone as it is.
  if (!on && call?.id === last && call?.endedBy === 'lost' && microphone.track() && !now?.noVoice) want(true)
  if (!on) last = ''
}

// The answer to the first frame says more than those after it.
const arrive = (frame: Schemas['PhoneFrame']): void => {
  const back = facts.line !== 'up'
  facts.line = 'up'
  unknown = 0
  if (frame.token) keep('token', frame.token)
  // Loaded anew, the window is opened by nobody: what was given stays given.
  if (facts.leave === 'unknown') {
    facts.leave = frame.press && kept('pressed') !== key ? 'press' : 'given'
    if (facts.leave === 'given') keep('pressed', key)
  }
  if (back) {
    asked = ''
    unsure = Date.now()
  }
  stand(frame.conversation)
  // What was said meanwhile did not come.
  if (back) carrier.revive()
}

const take = (frame: PhoneFrame): void => {
  switch (frame.type) {
    case 'phone':
      arrive(frame)
      break
    case 'request':
      // Accepted, it has led to a conversation, which is on its way.
      facts.waits = facts.hope = frame.request.state === 'waiting' || frame.request.state === 'accepted'
      unsure = 0
      break
    case 'steer-phone':
      facts.still = frame.muted
      report()
      break
    case 'refused':
      if (frame.code === 'unavailable') setTimeout(again, 2e3)
      else if (frame.of === 'call' && frame.id === mine) {
        want(false)
        facts.why = frame.text
      }
      break
    default:
      carrier.take(frame)
  }
  update()
}

const again = (): void => {
  asked = ''
  settle()
  place()
}

// Another window has the call; this one is too old; nobody knows the key, which a page may say a little later.
const lost = (code: number): boolean => {
  facts.line = code === 4003 ? 'elsewhere' : code === 4010 ? 'old' : code === 4001 && ++unknown > 1 ? 'unknown' : 'away'
  if (facts.line !== 'away') {
    want(false)
    facts.conversation = said = undefined
    carrier.drop()
  }
  update()
  return facts.line === 'away'
}

// Ends here at once what goes on or is wanted. The server is told now, or when the line is back.
const hangUp = (noMicrophone?: boolean): void => {
  const { call } = facts.conversation ?? {}
  let by: Ending = noMicrophone ? 'no-microphone' : 'visitor'
  if (facts.wanted && asked.includes(mine)) {
    over.put(mine, noMicrophone ? by : 'withdrawn')
    hangUpAs(mine, by)
  }
  if (call && goesOn(facts.conversation)) {
    if (!noMicrophone && call.state === 'ringing') by = call.offeredBy === 'visitor' ? 'withdrawn' : 'declined'
    over.put(call.id, by)
  }
  want(false)
  if (said) stand(said)
}

// Too long without a line: what went on here does not begin again by itself.
const giveUp = (): void => {
  const { call } = facts.conversation ?? {}
  if (call && (call.state === 'open' || call.offeredBy === 'visitor') && goesOn(facts.conversation)) over.put(call.id, 'lost')
  want(false)
  if (said) stand(said)
  facts.lost = true
}

const acts: Record<Act, () => void> = {
  start() {
    keep('pressed', key)
    facts.leave = 'given'
    update()
  },
  mute() {
    facts.still = !facts.still
    update()
    report()
  },
  hangUp() {
    hangUp()
    update()
  },
  accept: () => begin(true),
  decline() {
    hangUp()
    update()
  },
  call: () => begin(true),
  retry() {
    microphone.listen()
    update()
  },
  sound: play,
  text() {
    hangUp(facts.leave === 'given' && facts.mic !== 'on' && facts.mic !== 'asking')
    acts.close()
  },
  close() {
    microphone.silence()
    facts.hope = false
    update()
    close()
  },
}

// The visitor wants a call: by a press in this window, or by a click on the page.
const begin = (pressed?: boolean): void => {
  if (pressed && facts.leave === 'press') acts.start()
  const { call } = said ?? {}
  // One that was given up here goes on for the server, which takes no other beside it.
  if (facts.lost && call && goesOn(said)) over.put(call.id, 'visitor')
  settle()
  want(true)
  facts.hope = true
  facts.lost = facts.still = false
  begun = Date.now()
  // An earlier chat says nothing about this call.
  if (facts.conversation?.state === 'ended') facts.conversation = said = undefined
  if (microphone.state() !== 'on' && microphone.state() !== 'asking') microphone.silence()
  update()
}

const update = (): void => {
  if (leaving) return
  facts.heard = carrier.heard()
  facts.met = carrier.met()
  facts.barred = line.barred() && !kept('token')
  const { conversation } = facts
  const call = goesOn(conversation) ? conversation?.call : undefined
  if (!speaks(facts)) microphone.silence()
  else if (microphone.state() === 'off') microphone.listen()
  facts.mic = microphone.state()
  keep('still', facts.still ? '1' : '')
  place()
  const held = !!conversation?.hold && !!call
  const track = microphone.track()
  if (track) {
    track.enabled = !held && !facts.still
    carrier.speak(track)
  }
  carrier.mute(held)
  sounds.measure(track)
  sounds.hum(held && call?.state === 'open')
  const screen = screenOf(facts)
  if (carrier.silent() || sounds.asleep()) screen.push('sound')
  view.show({
    screen,
    face: conversation?.initials ?? '',
    site: conversation?.site ?? '',
    time: clock(lasts(call)),
    still: facts.still,
    good: carrier.quality(),
    live: !!track,
    trouble: facts.line === 'away' && !facts.barred && !facts.lost ? 'Looking for the connection…' : '',
  })
}

const report = (): void => carrier.report(facts.still, !!microphone.track())

// Time, statistics and the patience with a line or a request that does not come.
let ticks = 0
let alone = 0
const tick = async (): Promise<void> => {
  if (leaving) return
  const { conversation } = facts
  const quiet = Math.min(line.silence(), Date.now() - begun)
  if ((facts.wanted || wishes(facts)) && quiet > patience && !carrier.heard()) giveUp()
  if (unsure && Date.now() - unsure > 3e3) {
    unsure = 0
    facts.waits = false
  }
  // The page's request was refused, or never made.
  alone = facts.line === 'up' && facts.wanted && !conversation && !facts.waits ? alone + 1 : 0
  if (alone > 10) facts.hope = false
  if (++ticks % 2) await carrier.measure(!!conversation?.hold)
  report()
  update()
}

// The pages of the site show it in a call.
const tellLevel = newLevel((level) => !!carrier.call() && line.send({ type: 'level', level }))
const meter = (): void => {
  const level = facts.still ? 0 : sounds.level()
  view.level(level)
  tellLevel(level)
  setTimeout(meter, 100)
}

// Another page's key: nothing of what was here counts any more, and the microphone needs a press.
const change = (to: string): void => {
  if (key) {
    line.close()
    facts.line = 'away'
    facts.leave = 'press'
    facts.conversation = said = undefined
    facts.waits = facts.lost = false
    unknown = 0
    want(false)
    carrier.drop()
    microphone.silence()
  }
  if (to !== kept('phone')) keep('token', '')
  key = to
  keep('phone', key)
}

// A key in the address is a click on the page: a call is wanted. It does not stay where it can be read or kept.
const come = (): void => {
  const given = location.hash.slice(1)
  if (given) {
    history.replaceState(null, '', location.pathname)
    if (key !== given) change(given)
    if (!goesOn(facts.conversation) || facts.conversation?.call?.state === 'ringing') begin()
  }
  if (facts.line !== 'up') facts.line = 'away'
  line.open()
}

// A window that is loaded anew goes on with its call; one that is closed hangs up. Only a reload by key or by script can be told.
let reloading = false
const listenToPage = (): void => {
  addEventListener('hashchange', come)
  listenToNetwork(
    () => line.nudge(0),
    () => carrier.revive(),
  )
  addEventListener('pointerdown', () => sounds.wake())
  addEventListener('keydown', ({ key, ctrlKey, metaKey }) => {
    reloading = key === 'F5' || ((ctrlKey || metaKey) && key.toLowerCase() === 'r')
  })
  addEventListener('pagehide', () => {
    if (!reloading) hangUp()
    leaving = true
    microphone.silence()
    carrier.drop()
    line.close()
  })
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
}

// Makes this page the call window.
const openWindow = (): void => {
  styled(document, css)
  over = newOver()
  microphone = newMicrophone(() => update())
  sounds = newSounds()
  view = newView((what) => acts[what]())
  const from = opener()
  line = newLine(() => ({ type: 'phone', version: 1, key, from, token: kept('token') || undefined }), take, lost)
  carrier = newCarrier(line, () => update())
  begun = Date.now()
  setInterval(tick, 1e3)
  meter()
  facts.wanted = !!kept('call')
  facts.still = !!kept('still')
  if (facts.wanted) mine = newID()
  if (!location.hash) key = kept('phone')
  if (!key && !location.hash) facts.line = 'unknown'
  else come()
  update()
  listenToPage()
}

openWindow()
