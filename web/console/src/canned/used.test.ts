import { expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { use, usedIn } from './used'

const canned = { id: 'c1', text: 'We deliver within three days, %visitor%.' } as Schemas['Canned']

it('CAN-1 a canned message counts once, with the message that still begins with it', () => {
  expect(usedIn('talk', 'We deliver within three days')).toBeUndefined()
  use('talk', canned)
  expect(usedIn('other', canned.text)).toBeUndefined()
  expect(usedIn('talk', `Hello! ${canned.text} Promised.`)).toBe('c1')
  expect(usedIn('talk', canned.text)).toBeUndefined()
  use('talk', canned)
  expect(usedIn('talk', 'Something else altogether')).toBeUndefined()
})
