// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { reply } from './board'
import { useReplying } from './useReplying'

vi.mock('./board', () => ({ reply: vi.fn() }))

const message = { id: 'm1', email: 'eve@home.example' } as Schemas['OfflineMessage']

describe('useReplying', () => {
  afterEach(() => {
    cleanup()
    vi.clearAllMocks()
  })

  it('OFF-3 a reply of somebody else that came after the last key is told of before this one goes', async () => {
    const { result, rerender } = renderHook(
      ({ text, replies }) => useReplying({ message, replies, addresses: [message.email], canMail: true }, 'draft', text, []),
      { initialProps: { text: 'It is on its way', replies: 0 } },
    )
    const seen = async () => {
      await act(() => result.current.send())
      return vi.mocked(reply).mock.lastCall?.[1].seen
    }
    vi.mocked(reply).mockRejectedValueOnce(new Error('Ben has answered meanwhile'))
    rerender({ text: 'It is on its way', replies: 1 })
    expect(await seen()).toBe(0)
    expect(result.current.refused).not.toBe('')
    expect(await seen()).toBe(1)
    rerender({ text: 'It is on its way', replies: 2 })
    rerender({ text: 'It is on its way.', replies: 2 })
    expect(await seen()).toBe(2)
  })
})
