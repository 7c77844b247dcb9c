// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConsoleSends } from '../../../wire/frames'
import { watchAttention } from './attention'

describe('watchAttention', () => {
  let sent: string[] = []
  let watch: ReturnType<typeof watchAttention>
  let visible = true
  const send = (frame: ConsoleSends) => {
    if (frame.type === 'attention') sent.push(`${frame.visible ? 'visible' : 'hidden'}${frame.active ? ' used' : ''}`)
  }
  const told = () => sent.splice(0)
  const turn = (to: boolean) => {
    visible = to
    document.dispatchEvent(new Event('visibilitychange'))
  }
  const press = () => document.dispatchEvent(new Event('keydown'))

  beforeEach(() => {
    vi.useFakeTimers()
    visible = true
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => (visible ? 'visible' : 'hidden'))
    vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    sent = []
    watch = watchAttention(send)
  })
  afterEach(() => {
    watch.stop()
    vi.useRealTimers()
  })

  it('says so at once when a line comes about, and again on the next', () => {
    watch.again()
    watch.again()
    expect(told()).toEqual(['visible used', 'visible used'])
  })

  it('says again and again that it is in view, and whether it is used', () => {
    watch.again()
    vi.advanceTimersByTime(40_000)
    expect(told()).toEqual(['visible used', 'visible', 'visible'])
    press()
    expect(told()).toEqual(['visible used'])
    for (let i = 0; i < 100; i++) press()
    expect(told()).toEqual([])
    vi.advanceTimersByTime(20_000)
    expect(told()).toEqual(['visible used'])
  })

  it('says when it goes out of view, and is silent then', () => {
    turn(false)
    vi.advanceTimersByTime(60_000)
    press()
    expect(told()).toEqual(['hidden'])
    turn(true)
    expect(told()).toEqual(['visible used'])
  })
})
