// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { callBack, countInTitle, press } from './title'

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

describe('press', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    press('')
    countInTitle(0)
    vi.useRealTimers()
  })

  it('holds until it is taken away, also where the operator is looking', () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    press('Chat request: Rui')
    expect(document.title).toBe('Chat request: Rui')
    vi.advanceTimersByTime(12_000)
    window.dispatchEvent(new Event('focus'))
    vi.advanceTimersByTime(1200)
    const seen = new Set<string>()
    for (let i = 0; i < 4; i++) {
      vi.advanceTimersByTime(1200)
      seen.add(document.title)
    }
    expect([...seen].sort()).toEqual(['Beckon', 'Chat request: Rui'])
    press('')
    vi.advanceTimersByTime(5000)
    expect(document.title).toBe('Beckon')
  })

  it('leaves the count of what is unread in the title', () => {
    countInTitle(2)
    expect(document.title).toBe('(2) Beckon')
    press('Chat request: Rui')
    countInTitle(3)
    expect(document.title).toBe('Chat request: Rui')
    press('')
    expect(document.title).toBe('(3) Beckon')
  })
})
