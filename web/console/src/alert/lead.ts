import { $conversations, $pictured } from '../state/live'
import { openConversation } from './alert'

/** Lead is where a click on a pushed alert leads to. */
export interface Lead {
  to: 'conversation' | 'request' | 'offline'
  id: string
}

/** Go leads to a page of the console. */
export type Go = (place: { to: '/communication' } | { to: '/messages/$id'; params: { id: string } }) => void

/** watchLeads follows the clicks on pushed alerts: those that the service worker tells of, and the one by which this console was opened. The
 * function returned ends that. */
export function watchLeads(go: Go): () => void {
  const told = ({ data }: MessageEvent) => {
    const to = data?.type === 'lead' ? leadOf(data.to, data.id) : undefined
    if (to) follow(to, go)
  }
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
  worker?.addEventListener('message', told)
  worker?.startMessages()
  const stop = followOpening(go)
  return () => {
    worker?.removeEventListener('message', told)
    stop()
  }
}

/** follow leads the operator to what an alert told of: to the chat, to the message left, or to the queue. */
export function follow({ to, id }: Lead, go: Go): void {
  const talk = to === 'conversation' ? $conversations.get()[id] : undefined
  if (talk?.state === 'open') openConversation(talk)
  else if (to === 'offline') go({ to: '/messages/$id', params: { id } })
  else go({ to: '/communication' })
}

// What the address says holds once, and only when it is known what there is.
function followOpening(go: Go): () => void {
  const [what, value] = location.hash.slice(1).split('=')
  const to = leadOf(what, value && decode(value))
  if (!to) return () => {}
  history.replaceState(history.state, '', location.pathname + location.search)
  let over = false
  const stop = $pictured.subscribe((pictured) => {
    if (!pictured || over) return
    over = true
    follow(to, go)
  })
  return stop
}

function leadOf(to: unknown, id: unknown): Lead | undefined {
  // It may come from anybody who makes an address.
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) return undefined
  return to === 'conversation' || to === 'request' || to === 'offline' ? { to, id } : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
