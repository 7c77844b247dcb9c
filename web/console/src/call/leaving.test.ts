import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { api, Refusal } from '../state/api'
import { $conversations } from '../state/live'
import { $left, leaveCall, tellLeft } from './leaving'

let post: MockInstance<(path: string, body?: unknown) => Promise<unknown>>
const known = (call: string) => $left.get().get(call)?.known
const noAnswer = () => post.mockRejectedValue(new Refusal(0, 'no-answer', ''))

beforeEach(() => {
  vi.useFakeTimers()
  post = vi.spyOn(api, 'post').mockResolvedValue(undefined) as unknown as typeof post
  $conversations.set({})
  $left.set(new Map())
})
afterEach(() => {
  post.mockRestore()
  vi.useRealTimers()
})

describe('a call that the operator ends', () => {
  it('is told to the server once', async () => {
    leaveCall('c1', 'k1')
    expect(known('k1')).toBe('telling')
    leaveCall('c1', 'k1')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(known('k1')).toBe('told')
    tellLeft()
    expect(post).toHaveBeenCalledExactlyOnceWith('/conversations/c1/calls/k1/end', {})
  })

  it('is told again until the server answers, and at once when the line is back', async () => {
    noAnswer()
    leaveCall('c1', 'k1')
    await vi.advanceTimersByTimeAsync(0)
    expect(known('k1')).toBe('unreached')
    await vi.advanceTimersByTimeAsync(3000)
    expect(post).toHaveBeenCalledTimes(2)
    post.mockResolvedValue(undefined)
    tellLeft()
    await vi.advanceTimersByTimeAsync(0)
    expect(known('k1')).toBe('told')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(post).toHaveBeenCalledTimes(3)
  })

  it('is not told to a server that knows it to be over', async () => {
    noAnswer()
    leaveCall('c1', 'k1')
    await vi.advanceTimersByTimeAsync(0)
    $conversations.set({ c1: { id: 'c1', state: 'open', call: { id: 'k1', state: 'ended' } } as never })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(post).toHaveBeenCalledTimes(1)
    expect(known('k1')).toBe('told')
  })

  it('is left at that when the server says that there is no such call', async () => {
    post.mockRejectedValue(new Refusal(404, 'not-found', ''))
    leaveCall('c1', 'k1')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(post).toHaveBeenCalledTimes(1)
    expect(known('k1')).toBe('told')
  })

  it('is forgotten after a hundred others', () => {
    for (let i = 0; i < 150; i++) leaveCall('c1', `k${i}`)
    expect($left.get().size).toBe(100)
    expect(known('k149')).toBe('telling')
  })
})
