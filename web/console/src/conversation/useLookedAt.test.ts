// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GLANCE, useLookedAt } from './useLookedAt'

describe('a talk is looked at', () => {
  const focused = vi.fn(() => true)
  beforeEach(() => {
    vi.useFakeTimers()
    focused.mockReturnValue(true)
    vi.spyOn(document, 'hasFocus').mockImplementation(focused)
  })
  afterEach(() => void vi.useRealTimers())
  const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms))

  it('once it has been before his eyes for a moment, not while he passes by', () => {
    const { result, rerender } = renderHook(({ id }) => useLookedAt(id), { initialProps: { id: 'a' } })
    wait(GLANCE - 1)
    expect(result.current).toBe(false)
    rerender({ id: 'b' })
    wait(GLANCE - 1)
    expect(result.current).toBe(false)
    wait(1)
    expect(result.current).toBe(true)
    rerender({ id: 'a' })
    expect(result.current).toBe(false)
  })

  it('only while this window has the focus', () => {
    focused.mockReturnValue(false)
    const { result } = renderHook(() => useLookedAt('a'))
    wait(GLANCE)
    expect(result.current).toBe(false)
    focused.mockReturnValue(true)
    act(() => void window.dispatchEvent(new Event('focus')))
    wait(GLANCE)
    expect(result.current).toBe(true)
    focused.mockReturnValue(false)
    act(() => void window.dispatchEvent(new Event('blur')))
    expect(result.current).toBe(false)
  })
})
