import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { $toasts, closeToast, SHOWN_FOR, toast } from './toasts'

const texts = () => $toasts.get().map(({ text }) => text)

describe('toasts', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    $toasts.set([])
  })

  it('goes by itself; bad news stays until it is closed', () => {
    toast('Saved', { tone: 'ok' })
    const bad = toast('Not saved', { tone: 'bad' })
    vi.advanceTimersByTime(SHOWN_FOR)
    expect(texts()).toEqual(['Not saved'])
    closeToast(bad)
    expect(texts()).toEqual([])
  })

  it('shows the same words once, and only the latest four', () => {
    toast('a')
    toast('a')
    expect(texts()).toEqual(['a'])
    for (const text of ['b', 'c', 'd', 'e']) toast(text)
    expect(texts()).toEqual(['b', 'c', 'd', 'e'])
  })
})
