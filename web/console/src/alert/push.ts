import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { api, queries } from '../state/api'
import { startWorker, workerHere } from './worker'

/** Pushed is what can be pushed to a browser. */
export type Pushed = Schemas['NewSubscription']['wants'][number]
/** ALL_PUSHED are all of those, in the order shown. */
export const ALL_PUSHED: readonly Pushed[] = ['request', 'message', 'offline']

/** PUSH is the name under which it is kept how web push stands; changed settings make it be fetched again. */
export const PUSH = ['settings', 'push']

/** Hindrance is why alerts can't be pushed to this browser: the page is not encrypted, the browser can't, it wants Beckon on the home
 * screen first, or the person has forbidden notifications. */
export type Hindrance = 'insecure' | 'missing' | 'install' | 'denied'

/** $push is how web push stands, for all and in this browser; undefined until it is known. */
export const $push = atom<Schemas['Push'] | undefined>(undefined)

let operator = ''

/** hindrance says why alerts can't be pushed to this browser; undefined where they can. */
export function hindrance(): Hindrance | undefined {
  if (!window.isSecureContext) return 'insecure'
  const phone = navigator as { standalone?: boolean }
  if (!('PushManager' in window) && phone.standalone === false) return 'install'
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'missing'
  return Notification.permission === 'denied' ? 'denied' : undefined
}

/** isPushed is whether an alert of this kind is pushed to this browser while no console is in view. */
export function isPushed(kind: Pushed): boolean {
  const push = $push.get()
  return (push?.on && push.wants?.includes(kind)) ?? false
}

/** fetchPush asks how web push stands. */
export async function fetchPush(): Promise<Schemas['Push']> {
  return stands(await api.get<Schemas['Push']>('/subscription'))
}

/** openPush has alerts pushed to this browser again where the operator had chosen that: his session may be new, the browser's address too. */
export async function openPush(of: string): Promise<void> {
  operator = of
  $push.set(undefined)
  const push = await fetchPush()
  const wants = chosen() ?? push.wants
  if (!push.on || !wants || hindrance() || Notification.permission !== 'granted') return
  await subscribe(push.key, wants)
}

/** switchPush has these alerts pushed to this browser. It asks the person for leave, which the browser allows after a click only; false
 * when he gives none. */
export async function switchPush(wants: readonly Pushed[]): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  const { key } = $push.get() ?? (await fetchPush())
  await subscribe(key, wants)
  choose(wants)
  return true
}

/** endPush ends the pushes to this browser. */
export async function endPush(): Promise<void> {
  choose(undefined)
  await api.delete('/subscription')
  const push = $push.get()
  if (push) stands({ on: push.on, key: push.key })
  const worker = await workerHere()
  await (await worker?.pushManager.getSubscription())?.unsubscribe()
  await worker?.unregister()
}

/** takeAlertsAway takes from the desktop what was pushed: who looks at a console sees it there. */
export async function takeAlertsAway(): Promise<void> {
  if (!$push.get()?.wants) return
  const worker = await workerHere()
  for (const note of (await worker?.getNotifications()) ?? []) note.close()
}

async function subscribe(key: string, wants: readonly Pushed[]): Promise<void> {
  const { pushManager } = await startWorker()
  let there = await pushManager.getSubscription()
  const known = there?.options.applicationServerKey
  if (there && known && base64url(known) !== key) {
    await there.unsubscribe()
    there = null
  }
  there ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  const { endpoint } = there
  const body: Schemas['NewSubscription'] = {
    endpoint,
    key: base64url(there.getKey('p256dh') ?? new ArrayBuffer(0)),
    auth: base64url(there.getKey('auth') ?? new ArrayBuffer(0)),
    wants: [...wants],
  }
  stands(await api.put<Schemas['Push']>('/subscription', body))
}

function stands(push: Schemas['Push']): Schemas['Push'] {
  $push.set(push)
  queries.setQueryData(PUSH, push)
  return push
}

function base64url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

function chosen(): readonly Pushed[] | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(operator)) ?? 'null')
    return Array.isArray(kept) ? ALL_PUSHED.filter((kind) => kept.includes(kind)) : undefined
  } catch {
    return undefined
  }
}

function choose(wants: readonly Pushed[] | undefined): void {
  try {
    if (wants) localStorage.setItem(keyOf(operator), JSON.stringify(wants))
    else localStorage.removeItem(keyOf(operator))
  } catch {
    // Without storage the choice holds until he signs in again.
  }
}

function keyOf(of: string): string {
  return `beckon.push.${of}`
}
