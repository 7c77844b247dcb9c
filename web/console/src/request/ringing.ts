import { atom, computed } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { sound } from '../alert/alert'
import { notify } from '../alert/desktop'
import { markIcon } from '../alert/favicon'
import { ringOne } from '../alert/ringing'
import { press } from '../alert/title'
import { text } from '../i18n'
import { serverNow } from '../state/clock'
import { $me, $queue } from '../state/live'
import { toast } from '../ui/Toast/toasts'
import { $answered } from './answering'

type Request = Schemas['Request']

/** Ringing is a request whose dialog is open at this operator, and until when. */
export interface Ringing {
  request: Request
  until: number
}

/** RING_EVERY is how many milliseconds lie between two rings of an unanswered request. */
export const RING_EVERY = 3000
/** LINGER is for how many milliseconds a dialog waits for the server's word after its time is over. */
const LINGER = 1500

/** $over names the dialogs whose time is over though no frame has said so: the line may be down. */
const $over = atom('')

/** $ringing is the request that this operator is being asked to take now (COM-5). */
export const $ringing = computed([$queue, $me, $answered, $over], (queue, me, answered, over): Ringing | undefined => {
  for (const request of queue) {
    const ring = request.ringing.find(({ operator }) => operator === me)
    if (ring && !answered.has(request.id) && over !== keyOf(request, ring.until)) return { request, until: ring.until }
  }
})

/** requestChanged says in words why a dialog has closed that this operator did not answer; `before` is the request as it was known. */
export function requestChanged(before: Request | undefined, now: Request): void {
  const me = $me.get()
  if (!rings(before, me) || rings(now, me) || $answered.get().has(now.id)) return
  const words = closedWords(now, me)
  if (words) toast(words)
}

/** watchRinging rings while a dialog is open at this operator: by sound, on the tab, and on the desktop; the function returned ends that. */
export function watchRinging(): () => void {
  return ringOne($ringing, ({ request, until }) => keyOf(request, until), ring)
}

function ring({ request, until }: Ringing): () => void {
  const name = request.visitorName
  sound('request')
  const again = setInterval(() => sound('request'), RING_EVERY)
  const over = setTimeout(() => $over.set(keyOf(request, until)), Math.max(0, until - serverNow()) + LINGER)
  press(text('alert:titleRequest', { name }))
  markIcon('ringing', true)
  const unnotify = notify('request', request.id, text('alert:request', { name }), () => {})
  return () => {
    clearInterval(again)
    clearTimeout(over)
    press('')
    markIcon('ringing', false)
    unnotify()
  }
}

function closedWords(now: Request, me: string): string | undefined {
  const name = now.visitorName
  switch (now.state) {
    case 'accepted':
      return now.operator === me ? undefined : text('request:taken', { who: now.operatorName || text('request:colleague') })
    case 'withdrawn':
      return text('request:withdrawn', { name })
    case 'left':
      return text('request:left', { name })
    case 'unanswered':
      return text('request:unanswered', { name })
    case 'waiting':
      return now.passes.findLast(({ operator }) => operator === me)?.how === 'missed'
        ? text('request:missed', { name })
        : undefined
    default:
      return now.state satisfies never
  }
}

function rings(request: Request | undefined, me: string): boolean {
  return request?.ringing.some(({ operator }) => operator === me) ?? false
}

function keyOf(request: Request, until: number): string {
  return `${request.id} ${until}`
}
