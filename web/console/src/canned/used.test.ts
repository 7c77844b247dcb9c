import { expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { unuse, use, usedIn } from './used'

const canned = { id: 'c1', text: 'We deliver within three days, %visitor%.' } as Schemas['Canned']

it('CAN-1 a canned message counts with what still begins with it, until that is on its way', () => {
  expect(usedIn('talk', 'We deliver within three days')).toBeUndefined()
  use('talk', canned)
  expect(usedIn('other', canned.text)).toBeUndefined()
  expect(usedIn('talk', 'Something else altogether')).toBeUndefined()
  expect(usedIn('talk', `Hello! ${canned.text} Promised.`)).toBe('c1')
  expect(usedIn('talk', canned.text)).toBe('c1')
  unuse('talk')
  expect(usedIn('talk', canned.text)).toBeUndefined()
})

it('CAN-1 a page that is loaded anew still knows what its draft was made from', async () => {
  const session = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => session.get(key) ?? null,
    setItem: (key: string, value: string) => session.set(key, value),
  })
  use('talk', canned)
  vi.resetModules()
  const anew = await import('./used')
  expect(anew.usedIn('talk', canned.text)).toBe('c1')
  anew.unuse('talk')
  vi.resetModules()
  expect((await import('./used')).usedIn('talk', canned.text)).toBeUndefined()
  vi.unstubAllGlobals()
})
