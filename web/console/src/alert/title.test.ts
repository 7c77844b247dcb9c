// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { callBack } from './title'

describe('callBack', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    document.title = 'Beckon'
  })
  afterEach(() => void vi.useRealTimers())

  it('changes the title in turn until the operator looks at the tab', () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    callBack('Ana is waiting')
    const seen = [document.title]
    for (let i = 0; i < 3; i++) {
      vi.advanceTimersByTime(1200)
      seen.push(document.title)
    }
    expect(seen).toEqual(['Ana is waiting', 'Beckon', 'Ana is waiting', 'Beckon'])
    vi.advanceTimersByTime(1200)
    window.dispatchEvent(new Event('focus'))
    vi.advanceTimersByTime(10_000)
    expect(document.title).toBe('Beckon')
  })

  it('says it for a few seconds where the operator is looking', () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    callBack('Ana is waiting')
    expect(document.title).toBe('Ana is waiting')
    vi.advanceTimersByTime(5000)
    expect(document.title).toBe('Beckon')
  })
})
