import { computed } from 'nanostores'
import { openConversation, sound } from '../alert/alert'
import { notify } from '../alert/desktop'
import { markIcon } from '../alert/favicon'
import { press } from '../alert/title'
import { text } from '../i18n'
import { $ringing, RING_EVERY } from '../request/ringing'
import { $mine } from '../state/live'
import { $answering, $expected } from './calling'
import { $carried } from './calls'
import { goesOn, type OpenCall, ringsHere } from './standing'

/** $ringingCall is the visitor's call that this operator is being asked to take now: the one that rings longest, unless it is taken by itself. */
export const $ringingCall = computed([$mine, $answering, $expected], (mine, answering, expected): OpenCall | undefined =>
  mine
    .filter(goesOn)
    .filter(ringsHere)
    .filter(({ id, visitor }) => !answering.has(id) && !expected.has(visitor))
    .sort((a, b) => a.call.offered - b.call.offered)
    .at(0),
)

/** watchRingingCall rings while a call waits for an answer: by sound, on the tab, and on the desktop; the function returned ends that. */
export function watchRingingCall(): () => void {
  let stop = () => {}
  let ringing = ''
  const unwatch = $ringingCall.subscribe((now) => {
    const key = now?.call.id ?? ''
    if (key === ringing) return
    ringing = key
    stop()
    stop = now ? ring(now) : () => {}
  })
  return () => {
    unwatch()
    stop()
  }
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
