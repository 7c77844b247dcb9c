import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { startWords } from '../i18n'
import { $unattachable } from './attachable'
import { $attached, openAttached, takeAttached } from './attached'
import { enclose } from './enclosed'

const file = (id: string): Schemas['File'] => ({ id, name: `${id}.txt`, type: 'text/plain', size: 4 })
const ids = () => ($attached.get().talk ?? []).map(({ id }) => id)

beforeAll(startWords)
beforeEach(() => openAttached('ana'))

it('a canned message’s files go with the next message, each once', () => {
  enclose('talk', { files: [file('a'), file('b')] })
  enclose('talk', { files: [file('b'), file('c')] })
  enclose('talk', {})
  expect(ids()).toEqual(['a', 'b', 'c'])
  expect(takeAttached('talk').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(ids()).toEqual([])
})

it('beyond five the rest is told', () => {
  enclose('talk', { files: ['a', 'b', 'c', 'd'].map(file) })
  expect($unattachable.get().talk).toBeUndefined()
  enclose('talk', { files: ['e', 'f'].map(file) })
  expect(ids()).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect($unattachable.get().talk).toContain('Left out: f.txt.')
})
