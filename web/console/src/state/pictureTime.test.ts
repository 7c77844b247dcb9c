import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { $connection } from './connection'
import { $pictureTime } from './pictureTime'

describe('the time of the picture', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('stands still while the line is down, and goes on with the clock', () => {
    $connection.set({ state: 'connected', since: 0 })
    let shown = 0
    const stop = $pictureTime.subscribe((now) => {
      shown = now
    })
    const begun = shown
    vi.advanceTimersByTime(3000)
    expect(shown - begun).toBe(3000)
    $connection.set({ state: 'connecting', since: 0 })
    vi.advanceTimersByTime(9000)
    expect(shown - begun).toBe(3000)
    $connection.set({ state: 'connected', since: 0 })
    expect(shown - begun).toBe(12_000)
    stop()
  })
})
