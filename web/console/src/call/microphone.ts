import { atom } from 'nanostores'

/** Microphone is whether this browser has one for Beckon: not looked yet, there, none on this device, refused, or never without HTTPS. */
export type Microphone = 'unknown' | 'there' | 'missing' | 'denied' | 'insecure'

/** $microphone is whether this browser has a microphone for Beckon. */
export const $microphone = atom<Microphone>('unknown')

/** $opened is how often it has been opened. */
export const $opened = atom(0)

/** Devices are the microphone and the loudspeaker that the operator chose on this device; empty: as the system has it. */
export interface Devices {
  microphone: string
  loudspeaker: string
}

const KEY = 'beckon.devices'

/** $devices are the devices chosen. */
export const $devices = atom<Devices>(read())

/** chooseDevice chooses a microphone or a loudspeaker and keeps the choice on this device. */
export function chooseDevice(which: keyof Devices, id: string): void {
  $devices.set({ ...$devices.get(), [which]: id })
  try {
    localStorage.setItem(KEY, JSON.stringify($devices.get()))
  } catch {
    // Without storage the choice holds until the page is loaded anew.
  }
}

/** CHOOSES_LOUDSPEAKER is whether this browser lets a page choose a loudspeaker. */
export const CHOOSES_LOUDSPEAKER = typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype

/** WHYS are the reasons why no microphone could be opened. */
export const WHYS = ['missing', 'denied', 'insecure', 'busy'] as const

/** NoMicrophone says why no microphone could be opened. */
export class NoMicrophone extends Error {
  constructor(readonly why: (typeof WHYS)[number]) {
    super(why)
  }
}

/** openMicrophone opens the microphone that was chosen, or another when that is gone; the browser may ask the operator, so it runs after a
 * click only, or where leave was given before. NoMicrophone says why there is none. */
export async function openMicrophone(): Promise<MediaStream> {
  const from = navigator.mediaDevices
  if (!from) throw new NoMicrophone('insecure')
  const { microphone } = $devices.get()
  const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  try {
    const audio = microphone ? { ...wanted, deviceId: { ideal: microphone } } : wanted
    const stream = await from.getUserMedia({ audio })
    $microphone.set('there')
    $opened.set($opened.get() + 1)
    return stream
  } catch (error) {
    const why = whyNot(error)
    if (why !== 'busy') $microphone.set(why)
    throw new NoMicrophone(why)
  }
}

/** close stops every track of a stream: the browser's sign that it listens goes out. */
export function close(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** hasLeave is whether the operator has given the browser leave for the microphone, so that opening it asks nothing. */
export async function hasLeave(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'microphone' as PermissionName })
    return state === 'granted'
  } catch {
    return false
  }
}

/** watchMicrophone keeps $microphone true; the function returned ends that. */
export function watchMicrophone(): () => void {
  const from = navigator.mediaDevices
  if (!from) {
    $microphone.set('insecure')
    return () => {}
  }
  const look = () => void lookForMicrophone()
  let leave: PermissionStatus | undefined
  let over = false
  navigator.permissions
    ?.query({ name: 'microphone' as PermissionName })
    .then((status) => {
      if (over) return
      leave = status
      leave.addEventListener('change', look)
    })
    .catch(() => {}) // not every browser tells of it
  from.addEventListener('devicechange', look)
  look()
  return () => {
    over = true
    from.removeEventListener('devicechange', look)
    leave?.removeEventListener('change', look)
  }
}

async function lookForMicrophone(): Promise<void> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices()
    const leave = await navigator.permissions?.query({ name: 'microphone' as PermissionName }).catch(() => undefined)
    if (leave?.state === 'denied') $microphone.set('denied')
    else $microphone.set(devices.some(({ kind }) => kind === 'audioinput') ? 'there' : 'missing')
  } catch {
    $microphone.set('unknown') // a click will tell
  }
}

function whyNot(error: unknown): NoMicrophone['why'] {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}

function read(): Devices {
  const usual = { microphone: '', loudspeaker: '' }
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>
    const of = (which: keyof Devices) => (typeof kept[which] === 'string' ? kept[which] : '')
    return { microphone: of('microphone'), loudspeaker: of('loudspeaker') }
  } catch {
    return usual
  }
}
