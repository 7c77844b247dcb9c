// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newIdentity } from '../src/loader/identity'

const name = 'beckon_KEY'

/** jar accepts cookies as a browser on host would, that knows these public suffixes. */
const jar = (suffixes: string[]) => {
  const kept = new Map<string, { value: string; age: string; line: string }>()
  const set = vi.fn((line: string) => {
    const [pair = '', ...rest] = line.split(';')
    const at = pair.indexOf('=')
    const value = pair.slice(at + 1)
    const attribute = (what: string) => rest.find((one) => one.trim().startsWith(`${what}=`))?.split('=')[1] ?? ''
    const domain = attribute('domain')
    if (suffixes.includes(domain)) return
    const place = `${pair.slice(0, at)}@${domain}`
    if (attribute('max-age') === '0') kept.delete(place)
    else kept.set(place, { value, age: attribute('max-age'), line })
  })
  Object.defineProperty(document, 'cookie', {
    configurable: true,
    get: () => [...kept].map(([place, { value }]) => `${place.split('@')[0]}=${value}`).join('; '),
    set,
  })
  return { kept, set }
}

const recall = (identity = newIdentity(name)): Promise<string> => new Promise((found) => identity.recall(found))

class Channel {
  static open: Channel[] = []
  onmessage?: (event: { data: unknown }) => void
  constructor(readonly name: string) {
    Channel.open.push(this)
  }
  postMessage(data: unknown): void {
    for (const other of Channel.open)
      if (other !== this && other.name === this.name) queueMicrotask(() => other.onmessage?.({ data }))
  }
  close(): void {
    Channel.open = Channel.open.filter((one) => one !== this)
  }
}

beforeEach(() => {
  Channel.open = []
  vi.stubGlobal('BroadcastChannel', Channel)
  vi.stubGlobal('isSecureContext', true)
  ;(window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL('https://www.bikes.shop.co.uk/')
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(() => vi.unstubAllGlobals())

describe('mode full', () => {
  test('the cookie stands on the widest domain that the browser accepts, Lax, Secure, within 13 months', () => {
    const { kept } = jar(['uk', 'co.uk'])
    newIdentity(name).keep('token', 'browser')
    expect([...kept.keys()]).toEqual(['beckon_KEY@shop.co.uk'])
    const { line = '', age } = [...kept.values()][0] ?? {}
    expect(line).toContain(';samesite=lax')
    expect(line).toContain(';secure')
    expect(Number(age)).toBeLessThanOrEqual(395 * 86400)
    expect(localStorage.getItem(name)).toBeNull()
  })

  test('without any cookie, local storage', async () => {
    jar(['uk', 'co.uk', 'shop.co.uk', 'bikes.shop.co.uk', 'www.bikes.shop.co.uk', ''])
    newIdentity(name).keep('token', 'browser')
    expect(localStorage.getItem(name)).toBe('token')
    expect(await recall()).toBe('token')
  })

  test('what is kept is not renewed', async () => {
    const { set } = jar(['uk', 'co.uk'])
    newIdentity(name).keep('token', 'browser')
    const count = set.mock.calls.length
    const identity = newIdentity(name)
    expect(await recall(identity)).toBe('token')
    identity.keep('token', 'browser')
    expect(set.mock.calls.length).toBe(count)
  })

  test('a new token takes the place of the old one on every domain', () => {
    const { kept } = jar(['uk', 'co.uk'])
    // biome-ignore lint/suspicious/noDocumentCookie: what an older set-up left
    document.cookie = `${name}=old;path=/;max-age=9;domain=www.bikes.shop.co.uk`
    newIdentity(name).keep('new', 'browser')
    expect([...kept].map(([place, { value }]) => [place, value])).toEqual([['beckon_KEY@shop.co.uk', 'new']])
  })
})

describe('mode visit only', () => {
  test('only the tab keeps it, and what another mode left is deleted', async () => {
    const { kept } = jar(['uk', 'co.uk'])
    newIdentity(name).keep('token', 'browser')
    localStorage.setItem(name, 'token')
    const identity = newIdentity(name)
    expect(await recall(identity)).toBe('token')
    identity.keep('token', 'tab')
    expect([kept.size, localStorage.getItem(name), sessionStorage.getItem(name)]).toEqual([0, null, 'token'])
  })

  test('another tab is asked, and waited for no longer than a moment', async () => {
    jar([])
    const first = newIdentity(name)
    expect(await recall(first)).toBe('')
    first.keep('shared', 'tab')
    sessionStorage.clear()
    expect(await recall()).toBe('shared')
    for (const channel of Channel.open) channel.close()
    expect(await recall()).toBe('')
  })

  test('at rest a tab does not answer', async () => {
    jar([])
    const first = newIdentity(name)
    await recall(first)
    first.keep('shared', 'tab')
    sessionStorage.clear()
    first.rest()
    expect(await recall()).toBe('')
  })
})

test('a page that forbids every storage still gets an identity for its own time', async () => {
  const refuse = () => {
    throw new DOMException('no', 'SecurityError')
  }
  Object.defineProperty(document, 'cookie', { configurable: true, get: refuse, set: refuse })
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse })
  vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse })
  vi.stubGlobal('BroadcastChannel', undefined)
  const identity = newIdentity(name)
  expect(await recall(identity)).toBe('')
  identity.keep('token', 'browser')
  expect(await recall(identity)).toBe('token')
})
