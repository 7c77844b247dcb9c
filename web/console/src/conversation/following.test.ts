// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { $lines, $unreachable, makeFollowing, type Source } from './following'
import { $outbox, openOutbox, putUnsent } from './outbox'

const line = (seq: number, id = `id-${seq}`) => ({
  conversation: 'c',
  seq,
  id,
  from: 'operator' as const,
  text: `t${seq}`,
  at: seq,
})
const seqs = () => $lines.get().c?.list.map((message) => message.seq)
const settled = () => vi.advanceTimersByTimeAsync(0)

// A server that holds `last` messages and gives three at a time.
function server(last: number) {
  const asked: number[] = []
  const got = vi.fn()
  const source: Source = {
    async after(_, seq) {
      asked.push(seq)
      const messages = Array.from({ length: Math.max(0, Math.min(3, last - seq)) }, (_, i) => line(seq + 1 + i))
      return { messages, more: seq + 3 < last }
    },
    got,
  }
  return { source, asked, got }
}

beforeEach(() => {
  vi.useFakeTimers()
  $lines.set({})
})
afterEach(() => void vi.useRealTimers())

describe('following', () => {
  it('fetches by number, run after run, until everything is here', async () => {
    const { source, asked } = server(7)
    makeFollowing(source, () => true).follow('c', 7)
    await settled()
    expect(asked).toEqual([0, 3, 6])
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('fills a gap that a lost message leaves', async () => {
    const { source, asked } = server(5)
    const following = makeFollowing(source, () => true)
    following.received(line(1))
    following.received(line(5))
    expect(seqs()).toEqual([1])
    await settled()
    expect(asked).toEqual([1])
    expect(seqs()).toEqual([1, 2, 3, 4, 5])
  })

  it('fetches again after no answer, and says so meanwhile', async () => {
    const { source } = server(2)
    const good = source.after
    source.after = () => Promise.reject(new Error('no answer'))
    makeFollowing(source, () => true).follow('c', 2)
    await settled()
    expect($unreachable.get().c).toBe(true)
    source.after = good
    await vi.advanceTimersByTimeAsync(3000)
    expect(seqs()).toEqual([1, 2])
    expect($unreachable.get().c).toBe(false)
  })

  it('does not wait for a fetch that hangs on a broken connection', async () => {
    const { source } = server(2)
    const good = source.after
    source.after = () => new Promise(() => {})
    const following = makeFollowing(source, () => true)
    following.follow('c', 2)
    source.after = good
    following.again()
    following.follow('c', 2)
    await settled()
    expect(seqs()).toEqual([1, 2])
  })

  it('acknowledges what is here without a gap, once, and only in a conversation of its own', async () => {
    const { source, got } = server(0)
    const following = makeFollowing(source, () => true)
    following.received(line(1))
    following.received(line(1))
    following.received(line(3))
    expect(got.mock.calls).toEqual([['c', 1]])
    const other = server(0)
    makeFollowing(other.source, () => false).received(line(2))
    expect(other.got).not.toHaveBeenCalled()
  })

  it('acknowledges again what a lost connection swallowed', () => {
    const { source, got } = server(0)
    const following = makeFollowing(source, () => true)
    following.received(line(1))
    following.acknowledge('c', 0)
    following.acknowledge('c', 1)
    expect(got.mock.calls).toEqual([
      ['c', 1],
      ['c', 1],
    ])
  })

  it('takes a message out of the outbox when it comes back committed', () => {
    localStorage.clear()
    const close = openOutbox('ana')
    const unsent = putUnsent('c', 'hello')
    makeFollowing(server(0).source, () => true).received(line(1, unsent.id))
    expect($outbox.get()).toEqual([])
    close()
  })

  it('drops everything and fetches anew when the numbers begin anew', async () => {
    const { source } = server(2)
    const following = makeFollowing(source, () => true)
    following.received(line(1))
    following.anew()
    expect(seqs()).toBeUndefined()
    following.follow('c', 2)
    await settled()
    expect(seqs()).toEqual([1, 2])
  })
})
