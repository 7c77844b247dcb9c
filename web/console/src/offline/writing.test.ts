import { expect, it } from 'vitest'
import { makeWriter } from './writing'

it('OFF-2 sends the same reply under the same id, and another one under another', () => {
  let made = 0
  const write = makeWriter(() => `id-${++made}`)
  expect(write(['a@b.example'], 'Hello').id).toBe('id-1')
  expect(write(['a@b.example'], 'Hello').id).toBe('id-1')
  expect(write(['a@b.example'], 'Hello!').id).toBe('id-2')
  expect(write(['a@b.example', 'c@d.example'], 'Hello!').id).toBe('id-3')
})
