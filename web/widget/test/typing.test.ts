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
  const typing = newTyping((on) => told.push([Date.now() - begin, on]))
  for (let i = 0; i < 8; i++) {
    typing.key()
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
