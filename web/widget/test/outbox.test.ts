// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { frameOf, newOutbox, type Unsent } from '../src/chat/outbox'
import { newSender } from '../src/chat/sender'

const name = 'beckon_KEY'
const text = (id: string, more: Partial<Unsent> = {}): Unsent => ({
  id,
  conversation: 'c',
  text: `text ${id}`,
  at: Date.now(),
  ...more,
})

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  vi.useFakeTimers({ now: 1_000_000 })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the outbox', () => {
  test('survives the page, and a day of sleep', () => {
    newOutbox(name, () => 'browser').put(text('a', { text: 'line\r\nline' }))
    vi.advanceTimersByTime(24 * 3600_000)
    expect(
      newOutbox(name, () => 'browser')
        .list()
        .map((one) => one.text),
    ).toEqual(['line\r\nline'])
  })

  test('two tabs do not overwrite each other', () => {
    const one = newOutbox(name, () => 'browser')
    const two = newOutbox(name, () => 'browser')
    one.put(text('a'))
    vi.advanceTimersByTime(1)
    two.put(text('b'))
    one.take('a')
    expect(
      newOutbox(name, () => 'browser')
        .list()
        .map(({ id }) => id),
    ).toEqual(['b'])
  })

  test('in mode visit only it stays in the tab, and what another mode left moves there', () => {
    newOutbox(name, () => 'browser').put(text('a'))
    const outbox = newOutbox(name, () => 'tab')
    expect(outbox.list().map(({ id }) => id)).toEqual(['a'])
    expect(localStorage.length).toBe(0)
    expect(sessionStorage.getItem(`${name}:a`)).toContain('text a')
  })

  test('tells the next page that something waits, until nothing does', () => {
    const outbox = newOutbox(name, () => 'browser')
    outbox.put(text('a'))
    expect(localStorage.getItem(`${name}_talk`)).toBe('1')
    outbox.take('a')
    expect(localStorage.getItem(`${name}_talk`)).toBeNull()
  })

  test('rubbish and what is far too old goes', () => {
    localStorage.setItem(`${name}:x`, 'no json')
    localStorage.setItem(`${name}:y`, '{}')
    localStorage.setItem(`${name}:z`, JSON.stringify(text('z', { at: Date.now() - 72 * 3600_000 })))
    expect(newOutbox(name, () => 'browser').list()).toEqual([])
    expect(localStorage.length).toBe(0)
  })

  test('without any storage it lasts as long as the page', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const outbox = newOutbox(name, () => 'browser')
    outbox.put(text('a'))
    expect(outbox.list().length).toBe(1)
  })
})

describe('the sender', () => {
  const set = () => {
    const outbox = newOutbox(name, () => 'browser')
    const sent: string[] = []
    const state = { up: true, changed: 0 }
    const sender = newSender(
      outbox,
      ({ id }) => (state.up ? sent.push(id) > 0 : false),
      () => true,
      () => state.changed++,
    )
    const put = (id: string): void => {
      outbox.put(text(id))
      vi.advanceTimersByTime(1)
      sender.go()
    }
    return { outbox, sent, state, sender, put }
  }

  test('keeps the order: the next goes when the server has the first', () => {
    const { sent, sender, put, outbox } = set()
    put('a')
    put('b')
    expect(sent).toEqual(['a'])
    sender.done('a')
    expect(sent).toEqual(['a', 'b'])
    sender.done('b')
    expect(outbox.list()).toEqual([])
  })

  test('sends again, with the same id, after a new line and when nobody answers', () => {
    const { sent, sender, state, put } = set()
    put('a')
    state.up = false
    sender.lost(1006)
    sender.go()
    state.up = true
    sender.go()
    expect(sent).toEqual(['a', 'a'])
    vi.advanceTimersByTime(10_000)
    expect(sent).toEqual(['a', 'a', 'a'])
  })

  test('too much at once: waits, longer each time, and stays in front', () => {
    const { sent, sender, put } = set()
    put('a')
    put('b')
    sender.refused({ type: 'refused', of: 'say', id: 'a', code: 'too-many', text: '' })
    expect(sent).toEqual(['a'])
    vi.advanceTimersByTime(1_000)
    expect(sent).toEqual(['a', 'a'])
    sender.refused({ type: 'refused', of: 'say', id: 'a', code: 'unavailable', text: '' })
    vi.advanceTimersByTime(1_999)
    expect(sent).toEqual(['a', 'a'])
    vi.advanceTimersByTime(1)
    expect(sent).toEqual(['a', 'a', 'a'])
    sender.done('a')
    expect(sent).toEqual(['a', 'a', 'a', 'b'])
  })

  test('too much at once, said of another than the one under way: all wait, with one timer', () => {
    const { sent, sender, put } = set()
    put('a')
    sender.refused({ type: 'refused', of: 'say', id: 'earlier', code: 'too-many', text: '' })
    vi.advanceTimersByTime(1_000)
    expect(sent).toEqual(['a', 'a'])
    // The patience of the first try ended at 10 s, that of the second ends at 11 s.
    vi.advanceTimersByTime(9_999)
    expect(sent).toEqual(['a', 'a'])
    vi.advanceTimersByTime(1)
    expect(sent).toEqual(['a', 'a', 'a'])
  })

  test.each(['conflict', 'too-long', 'invalid', 'ended', 'not-found'] as const)(
    '%s: stays with the reason, the next goes',
    (code) => {
      const { sent, sender, put, outbox, state } = set()
      put('a')
      put('b')
      sender.refused({ type: 'refused', of: 'say', id: 'a', code, text: 'because' })
      expect(outbox.list().map(({ id, why }) => [id, why])).toEqual([
        ['a', 'because'],
        ['b', undefined],
      ])
      expect(sent).toEqual(['a', 'b'])
      expect(state.changed).toBe(1)
    },
  )

  test('on hold: waits until something changes', () => {
    const { sent, sender, put, outbox } = set()
    put('a')
    sender.refused({ type: 'refused', of: 'say', id: 'a', code: 'on-hold', text: '' })
    vi.advanceTimersByTime(60_000)
    expect(sent).toEqual(['a'])
    expect(outbox.list()[0]?.why).toBeUndefined()
    sender.go()
    expect(sent).toEqual(['a', 'a'])
  })

  test('a frame that broke the line for its size does not come again', () => {
    const { sent, sender, put, outbox } = set()
    put('a')
    sender.lost(1009)
    sender.go()
    expect(sent).toEqual(['a'])
    expect(outbox.list()[0]?.why).toBe('This text is too large.')
  })
})

describe('a frame', () => {
  test('of a message names its files', () => {
    const files = [{ id: 'file-1', name: 'a', type: '', size: 1 }]
    expect(frameOf(text('a', { files }))).toMatchObject({ type: 'say', text: 'text a', files: ['file-1'] })
    expect(frameOf(text('a'))).not.toHaveProperty('files.0')
  })

  test('of an off-line message has its subject', () => {
    expect(frameOf(text('a', { email: 'rui@shop.example', subject: 'Bells' }))).toMatchObject({ type: 'leave', subject: 'Bells' })
    const file = { id: 'file-1', name: 'bell.png', type: 'image/png', size: 1 }
    expect(frameOf(text('a', { email: 'rui@shop.example', files: [file] }))).toMatchObject({ type: 'leave', files: ['file-1'] })
    expect(frameOf(text('a', { email: 'rui@shop.example', subject: '' }))).toMatchObject({ subject: undefined })
  })
})
