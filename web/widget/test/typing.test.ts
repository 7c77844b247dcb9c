import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newTyping, newTypingSign } from '../src/chat/typing'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('on at most every 3 s while writing, off after 5 s of rest', () => {
  const told: [number, boolean][] = []
  const begin = Date.now()
  const typing = newTyping(
    (on) => told.push([Date.now() - begin, on]),
    () => false,
  )
  for (let i = 0; i < 8; i++) {
    typing.key('Hello')
    vi.advanceTimersByTime(1000)
  }
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([
    [0, true],
    [3000, true],
    [6000, true],
    [12_000, false],
  ])
  typing.stop()
  expect(told.length).toBe(4)
})

test('what is typed goes along while peeked at, twice a second, and never otherwise', () => {
  const told: [number, string | undefined][] = []
  const begin = Date.now()
  let peeked = false
  const typing = newTyping(
    (on, text) => told.push([Date.now() - begin, on ? text : 'off']),
    () => peeked,
  )
  const type = (text: string) => {
    typing.key(text)
    vi.advanceTimersByTime(200)
  }
  type('secret')
  peeked = true
  for (const text of ['a', 'ab', 'abc', 'abcd', 'abcde']) type(text)
  type(`${'x'.repeat(4000)}over`)
  vi.advanceTimersByTime(200)
  type('held back')
  peeked = false
  type('held back')
  vi.advanceTimersByTime(3000)
  type('secret again')
  typing.stop()
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([
    [0, undefined],
    [500, 'ab'],
    [1000, 'abcd'],
    [1500, 'x'.repeat(4000)],
    [5000, undefined],
    [5200, 'off'],
  ])
})

test('what stands in the box is told while the visitor rests, until it is gone', () => {
  const told: [boolean, string | undefined][] = []
  const typing = newTyping(
    (on, text) => told.push([on, text]),
    () => true,
  )
  typing.key('In blue?')
  vi.advanceTimersByTime(60_000)
  expect(told).toEqual([
    [true, 'In blue?'],
    [false, 'In blue?'],
  ])
  typing.stop()
  typing.stop()
  expect(told.slice(2)).toEqual([[false, undefined]])
})

test('a page that begins with a draft tells that its box is empty, once', () => {
  const tell = vi.fn()
  const typing = newTyping(tell, () => true)
  typing.stop()
  typing.stop()
  expect(tell.mock.calls).toEqual([[false]])
})

test('the other side’s sign fades when it is not renewed', () => {
  const shown: boolean[] = []
  const sign = newTypingSign((on) => shown.push(on))
  sign(true)
  vi.advanceTimersByTime(7000)
  sign(true)
  vi.advanceTimersByTime(7999)
  expect(shown).toEqual([true, true])
  vi.advanceTimersByTime(1)
  expect(shown).toEqual([true, true, false])
})
