import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { $visitorTyped, $visitorTypes, forgetTyped, makeTypingSign, visitorTypes } from './typing'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('typing sign', () => {
  it('is sent at most every 3 s and taken back 5 s after the last key', () => {
    const sent: [boolean, number][] = []
    const start = Date.now()
    const sign = makeTypingSign((on) => sent.push([on, Date.now() - start]))
    for (let i = 0; i < 8; i++) {
      sign.key()
      vi.advanceTimersByTime(500)
    }
    vi.advanceTimersByTime(10_000)
    expect(sent).toEqual([
      [true, 0],
      [true, 3000],
      [false, 8500],
    ])
  })

  it('is taken back at once when the message is sent, and only once', () => {
    const send = vi.fn()
    const sign = makeTypingSign(send)
    sign.key()
    sign.stop()
    sign.stop()
    vi.advanceTimersByTime(10_000)
    expect(send.mock.calls).toEqual([[true], [false]])
  })

  it('of the visitor takes what he typed along, and away with it', () => {
    const typed = () => $visitorTyped.get().c
    visitorTypes('c', true, 'Do you')
    expect(typed()).toBe('Do you')
    visitorTypes('c', true)
    expect(typed()).toBeUndefined()
    visitorTypes('c', true, 'Do you have it')
    visitorTypes('c', false)
    expect(typed()).toBeUndefined()
  })

  it('of the visitor ends, what he typed stays while it stands in his box', () => {
    const seen = () => [$visitorTypes.get().c, $visitorTyped.get().c]
    visitorTypes('c', true, 'Do you have it')
    vi.advanceTimersByTime(60_000)
    expect(seen()).toEqual([false, 'Do you have it'])
    visitorTypes('c', false, 'Do you have it in blue?')
    expect(seen()).toEqual([false, 'Do you have it in blue?'])
    forgetTyped()
    expect(seen()).toEqual([undefined, undefined])
  })

  it('of the visitor goes by itself when its end got lost', () => {
    visitorTypes('c', true)
    vi.advanceTimersByTime(5000)
    expect($visitorTypes.get().c).toBe(true)
    vi.advanceTimersByTime(5000)
    expect($visitorTypes.get().c).toBe(false)
  })
})
