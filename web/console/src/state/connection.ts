import { atom } from 'nanostores'
import { consoleSocketURL, type Link, type LinkState, makeLink } from '../../../link/link'
import type { ConsoleFrame, ConsoleSends } from '../../../wire/frames'
import { startConversations } from '../conversation/conversations'
import { closeToasts } from '../ui/Toast/toasts'
import { api, NO_ANSWER, Refusal } from './api'
import { $conversations, forgetPicture } from './live'
import { closeProfiles } from './profiles'
import { receive } from './receive'
import { sessionExpired } from './session'

/** Connection is how this console stands to the server, and since when the picture is live or is not. */
export interface Connection {
  state: LinkState
  since: number
}

/** $connection is how this console stands to the server. */
export const $connection = atom<Connection>({ state: 'connecting', since: Date.now() })
/** $outdated is whether the server speaks a newer protocol than this page, though it was loaded anew. */
export const $outdated = atom(false)

const RELOADED = 'beckon.reloaded'

let link: Link | undefined

/** connect keeps a line to the server for the operator who is signed in; the returned function ends that. */
export function connect(operator: string): () => void {
  const mine = makeLink({
    url: consoleSocketURL(location),
    ticket,
    receive: (frame) => receive(frame as ConsoleFrame),
    state: stands,
    ended: (why) => (why === 'signed-out' ? sessionExpired() : outdated()),
  })
  link = mine
  const stopConversations = startConversations({ operator, send, known: (id) => $conversations.get()[id] })
  return () => {
    mine.stop()
    stopConversations()
    if (link === mine) link = undefined
    closeProfiles()
    forgetPicture()
  }
}

/** send sends a passing frame and returns whether there was a line; without one the frame is dropped. */
export function send(frame: ConsoleSends): boolean {
  return link?.send(frame) ?? false
}

/** lastHeard is when the server was heard last, in milliseconds as Date.now has them; 0: never. */
export function lastHeard(): number {
  return link?.heard() ?? 0
}

/** retryNow connects without waiting. */
export function retryNow(): void {
  link?.retry()
}

function stands(state: LinkState): void {
  const before = $connection.get()
  const since = (state === 'connected') === (before.state === 'connected') ? before.since : Date.now()
  $connection.set({ state, since })
  if (state !== 'connected') return
  sessionStorage.removeItem(RELOADED)
  if (before.state !== 'connected') closeToasts(NO_ANSWER)
}

// Loading the page brings the newer console; if it did not, loading it again and again would not either.
function outdated(): void {
  if (sessionStorage.getItem(RELOADED)) {
    $outdated.set(true)
    return
  }
  sessionStorage.setItem(RELOADED, 'yes')
  location.reload()
}

async function ticket(): Promise<string | undefined> {
  try {
    return (await api.post<{ ticket: string }>('/live/ticket')).ticket
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return undefined
    throw error
  }
}
