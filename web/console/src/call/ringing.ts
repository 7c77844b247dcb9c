import { computed } from 'nanostores'
import { openConversation, sound } from '../alert/alert'
import { notify } from '../alert/desktop'
import { markIcon } from '../alert/favicon'
import { ringOne } from '../alert/ringing'
import { press } from '../alert/title'
import { text } from '../i18n'
import { $ringing, RING_EVERY } from '../request/ringing'
import { $clock } from '../state/clock'
import { $answering, $expected } from './calling'
import { $carried } from './calls'
import { $myCalls, type OpenCall, ringsHere } from './standing'

/** RINGS is for how many milliseconds a call rings. The server ends it then; a console that has lost its line does not hear of that. */
const RINGS = 45_000

/** $ringingCall is the visitor's call that this operator is being asked to take now: the one that rings longest, unless it is taken by itself. */
export const $ringingCall = computed(
  [$myCalls, $answering, $expected, $clock],
  (mine, answering, expected, now): OpenCall | undefined =>
    mine
      .filter(ringsHere)
      .filter(({ call }) => now - call.offered < RINGS)
      .filter(({ id, visitor }) => !answering.has(id) && !expected.has(visitor))
      .sort((a, b) => a.call.offered - b.call.offered)
      .at(0),
)

/** watchRingingCall rings while a call waits for an answer: by sound, on the tab, and on the desktop; the function returned ends that. */
export function watchRingingCall(): () => void {
  return ringOne($ringingCall, ({ call }) => call.id, ring)
}

function ring(conversation: OpenCall): () => void {
  const name = conversation.visitorName
  sound('request')
  // Whoever speaks with somebody is not rung at again and again.
  const again = setInterval(() => {
    if (!Object.values($carried.get()).some(({ state }) => state === 'connected')) sound('request')
  }, RING_EVERY)
  press(text('call:titleRinging', { name }))
  markIcon('ringing', true)
  // A request that rang over it ends.
  const unlisten = $ringing.listen((request) => !request && press(text('call:titleRinging', { name })))
  const unnotify = notify('request', conversation.id, text('call:rings', { name }), () => openConversation(conversation))
  return () => {
    clearInterval(again)
    unlisten()
    unnotify()
    // A request may ring on.
    if ($ringing.get()) return
    press('')
    markIcon('ringing', false)
  }
}
