// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { queries } from '../state/api'
import { takeConversation } from '../state/live'
import { useRenewal } from './archive'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const talk = (id: string, state: 'open' | 'ended', lastSeq = 1) =>
  takeConversation({ id, state, lastSeq, operator: 'ana' } as Schemas['Conversation'])

it('the list is fetched again when a conversation begins or ends, once for several, and not for what is said', () => {
  const fetchAgain = vi.spyOn(queries, 'invalidateQueries').mockResolvedValue()
  talk('a', 'open')
  const { unmount } = renderHook(() => useRenewal())
  talk('a', 'open', 2)
  vi.advanceTimersByTime(1000)
  expect(fetchAgain).not.toHaveBeenCalled()
  talk('a', 'ended', 3)
  talk('b', 'open')
  vi.advanceTimersByTime(1000)
  expect(fetchAgain.mock.calls).toEqual([[{ queryKey: ['archive'] }]])
  talk('b', 'ended')
  unmount()
  vi.advanceTimersByTime(1000)
  expect(fetchAgain).toHaveBeenCalledTimes(1)
})
