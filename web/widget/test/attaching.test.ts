// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest'
import { newAttaching } from '../src/chat/attaching'
import type { Attached, Files, Upload } from '../src/chat/files'
import { newSession } from '../src/chat/session'

const limit = 10 * 2 ** 20
let sent: { id: string; name: string; upload: Upload; stopped: boolean }[]

const files: Pick<Files, 'limit' | 'send'> = {
  limit: () => limit,
  send(_, id, file, upload) {
    const one = { id, name: (file as File).name, upload, stopped: false }
    sent.push(one)
    return () => {
      one.stopped = true
    }
  },
}

const session = newSession('beckon_KEY')
const open = (conversation = 'c') => newAttaching(files, conversation, session, () => {})
const file = (name: string, size = 5): File => {
  const one = new File(['x'], name)
  Object.defineProperty(one, 'size', { value: size })
  return one
}
const arrives = (at: number, name: string): void =>
  sent[at]?.upload.done({ id: sent[at]?.id ?? '', name, type: 'text/plain', size: 5 } as Attached)

beforeEach(() => {
  sessionStorage.clear()
  sent = []
})

describe('what is attached', () => {
  test('goes one after the other, and holds the message back until all is there', () => {
    const attaching = open()
    expect(attaching.waits()).toBe('')
    expect(attaching.add([file('a'), file('b')])).toBe('')
    expect(sent.map(({ name }) => name)).toEqual(['a'])
    sent[0]?.upload.progress(0.5)
    expect(attaching.list().map(({ state, part }) => [state, part])).toEqual([
      ['sending', 0.5],
      ['waiting', 0],
    ])
    arrives(0, 'a')
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(attaching.waits()).not.toBe('')
    arrives(1, 'b')
    expect(attaching.waits()).toBe('')
    expect(attaching.take().map(({ name }) => name)).toEqual(['a', 'b'])
    expect(attaching.list()).toEqual([])
    expect(session.files).toBe('')
  })

  test('is refused in words when it is too large, empty, or more than five; the others go', () => {
    const attaching = open()
    expect(attaching.add([file('big.zip', limit + 1), file('nothing', 0), file('a')])).toBe(
      'big.zip is too large: a file has at most 10 MB. nothing is empty.',
    )
    expect(attaching.add([...'bcdef'].map((name) => file(name)))).toBe('A message has at most 5 files. Left out: f.')
    expect(attaching.list().map(({ name }) => name)).toEqual([...'abcde'])
  })

  test('can be cancelled on its way: the next one goes', () => {
    const attaching = open()
    attaching.add([file('a'), file('b')])
    attaching.remove(sent[0]?.id ?? '')
    expect(sent.map(({ name, stopped }) => [name, stopped])).toEqual([
      ['a', true],
      ['b', false],
    ])
    expect(attaching.list().map(({ name }) => name)).toEqual(['b'])
  })

  test('says why it failed, holds the message back, and is tried again under the same id', () => {
    const attaching = open()
    attaching.add([file('a'), file('b')])
    sent[0]?.upload.failed('The disk is full')
    expect(attaching.list().map(({ state, why }) => [state, why])).toEqual([
      ['failed', 'The disk is full'],
      ['sending', ''],
    ])
    arrives(1, 'b')
    expect(attaching.waits()).toContain('try it again or remove it')
    attaching.retry(sent[0]?.id ?? '')
    expect(sent[2]?.id).toBe(sent[0]?.id)
    arrives(2, 'a')
    expect(attaching.waits()).toBe('')
  })

  test('waits while the conversation is on hold', () => {
    const attaching = open()
    attaching.hold(true)
    attaching.add([file('a')])
    expect(sent).toEqual([])
    attaching.hold(false)
    expect(sent.map(({ name }) => name)).toEqual(['a'])
  })

  test('is there on the next page, and what was cut off is told', () => {
    const attaching = open()
    attaching.add([file('a'), file('b'), file('c')])
    arrives(0, 'a')
    sent[1]?.upload.progress(0.5)
    const next = open()
    expect(next.list().map(({ name, state, why }) => [name, state, why])).toEqual([
      ['a', 'ready', ''],
      ['b', 'failed', 'It was cut off when you left the page. Attach it again.'],
      ['c', 'failed', 'It was cut off when you left the page. Attach it again.'],
    ])
    // There is nothing to try again with.
    next.retry(next.list()[1]?.id ?? '')
    expect(next.list()[1]?.state).toBe('failed')
    for (const { id } of next.list().slice(1)) next.remove(id)
    expect(next.take().map(({ name }) => name)).toEqual(['a'])
  })

  test('belongs to its conversation', () => {
    open('c').add([file('a')])
    expect(open('another').list()).toEqual([])
  })

  test('comes back with a message that was not taken; more than five wait for a choice', () => {
    const attaching = open()
    const back = [...'abc'].map((name) => ({ id: name, name, type: '', size: 1 }) as Attached)
    attaching.add([...'def'].map((name) => file(name)))
    attaching.put(back)
    for (let i = 0; i < 3; i++) arrives(i, 'x')
    expect(attaching.waits()).toBe('A message has at most 5 files.')
    attaching.remove('b')
    expect(attaching.waits()).toBe('')
    expect(attaching.take()).toHaveLength(5)
  })
})
