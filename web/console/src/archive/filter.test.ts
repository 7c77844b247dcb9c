import { describe, expect, it } from 'vitest'
import { isNarrowed, queryOf, viewOf } from './filter'

describe('the address of the archive', () => {
  it('OPS-9 is read, and what it can’t be is left out', () => {
    expect(viewOf({ q: 'red bells', rating: 5, state: 'ended', from: '2026-05-03', open: 'c1', page: 7 })).toEqual({
      q: 'red bells',
      rating: '5',
      state: 'ended',
      from: '2026-05-03',
      open: 'c1',
    })
    expect(viewOf({ q: { a: 1 }, rating: 6, state: 'gone', from: 'yesterday', to: '', tag: null })).toEqual({})
    expect(viewOf({ q: 774 })).toEqual({ q: '774' })
  })

  it('OPS-9 becomes the question to the API, the last day included', () => {
    const query = new URLSearchParams(queryOf({ q: 'a&b=c', from: '2026-05-03', to: '2026-05-03', tag: 'returns' }))
    expect(query.get('search')).toBe('a&b=c')
    expect(Number(query.get('from'))).toBe(new Date(2026, 4, 3).getTime())
    expect(Number(query.get('to'))).toBe(new Date(2026, 4, 4).getTime())
    expect(query.get('operator')).toBeNull()
    expect(queryOf({})).toBe('')
  })

  it('is narrow by anything but the conversation that is open', () => {
    expect(isNarrowed({ open: 'c1' })).toBe(false)
    expect(isNarrowed({ open: 'c1', tag: 'returns' })).toBe(true)
  })
})
