import { expect, it } from 'vitest'
import { makeWriter } from './writing'

it('OFF-2 sends the same reply under the same id, and another one under another', () => {
  let made = 0
  const write = makeWriter(() => `id-${++made}`)
  const hello = { to: ['a@b.example'], text: 'Hello' }
  expect(write(hello).id).toBe('id-1')
  expect(write({ ...hello, files: [], canned: 'c' })).toEqual({ ...hello, files: [], canned: 'c', id: 'id-1' })
  expect(write({ ...hello, text: 'Hello!' }).id).toBe('id-2')
  expect(write({ ...hello, text: 'Hello!', to: ['a@b.example', 'c@d.example'] }).id).toBe('id-3')
  expect(write({ ...hello, files: ['f'] }).id).toBe('id-4')
  expect(write({ ...hello, files: ['f'] }).id).toBe('id-4')
})
