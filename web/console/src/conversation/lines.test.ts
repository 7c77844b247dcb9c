import { describe, expect, it } from 'vitest'
import { missingAfter, NO_LINES, through, visibleLines, withMessages } from './lines'

const line = (seq: number, id = `id-${seq}`) => ({
  conversation: 'c',
  seq,
  id,
  from: 'visitor' as const,
  text: `t${seq}`,
  at: seq,
})
const seqs = (lines: ReturnType<typeof withMessages>) => lines.list.map((message) => message.seq)

describe('lines', () => {
  it('stand in the order of their numbers, however they come', () => {
    const lines = withMessages(withMessages(NO_LINES, [line(2)]), [line(1), line(3)])
    expect(seqs(lines)).toEqual([1, 2, 3])
  })

  it('wait behind a gap and say from where to fetch', () => {
    const lines = withMessages(NO_LINES, [line(1), line(4)])
    expect(seqs(lines)).toEqual([1])
    expect(missingAfter(lines, 0)).toBe(1)
    const filled = withMessages(lines, [line(2), line(3)])
    expect(seqs(filled)).toEqual([1, 2, 3, 4])
    expect(missingAfter(filled, 4)).toBeUndefined()
  })

  it('are never shown twice, neither by number nor by id', () => {
    const lines = withMessages(NO_LINES, [line(1), line(1), line(2)])
    expect(withMessages(lines, [line(1), line(2)])).toBe(lines)
    const doubled = withMessages(lines, [line(3, 'id-2')])
    expect(through(doubled)).toBe(3)
    expect(visibleLines(doubled).map((message) => message.seq)).toEqual([1, 2])
  })

  it('know from the last number that something is missing', () => {
    expect(missingAfter(NO_LINES, 3)).toBe(0)
    expect(missingAfter(withMessages(NO_LINES, [line(1), line(2)]), 3)).toBe(2)
  })
})
