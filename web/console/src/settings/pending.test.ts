import { describe, expect, it } from 'vitest'
import { changesOf, markOf, rebased, rowsOf, withAdded, withChanged, withDeleted, withUndone } from './pending'

const stored = [
  { id: 'a', value: { title: 'A' } },
  { id: 'b', value: { title: 'B' } },
]
const marks = (rows: ReturnType<typeof rowsOf<{ title: string }>>) => rows.map((row) => `${row.id} ${markOf(row)}`)

describe('a pending list', () => {
  it('marks what Save would add, change and delete', () => {
    let rows = withChanged(rowsOf(stored), 'a', { title: 'A2' })
    rows = withAdded(withDeleted(rows, 'b'), 'c', { title: 'C' })
    expect(marks(rows)).toEqual(['a changed', 'b deleted', 'c added'])
    expect(changesOf(rows)).toEqual([
      { do: 'change', id: 'a', value: { title: 'A2' } },
      { do: 'delete', id: 'b' },
      { do: 'add', id: 'c', value: { title: 'C' } },
    ])
  })

  it('has nothing pending when a change is undone or typed back', () => {
    let rows = withUndone(withDeleted(rowsOf(stored), 'b'), 'b')
    rows = withChanged(withChanged(rows, 'a', { title: 'x' }), 'a', { title: 'A' })
    rows = withDeleted(withAdded(rows, 'c', { title: 'C' }), 'c')
    expect(changesOf(rows)).toEqual([])
    expect(marks(rows)).toEqual(['a same', 'b same'])
  })

  it('keeps pending changes when the stored list changes meanwhile', () => {
    const rows = withAdded(withChanged(rowsOf(stored), 'a', { title: 'mine' }), 'c', { title: 'C' })
    const again = rebased(rows, [
      { id: 'a', value: { title: 'theirs' } },
      { id: 'd', value: { title: 'D' } },
    ])
    expect(marks(again)).toEqual(['a changed', 'd same', 'c added'])
    expect(
      marks(
        rebased(again, [
          { id: 'a', value: { title: 'mine' } },
          { id: 'c', value: { title: 'C' } },
        ]),
      ),
    ).toEqual(['a same', 'c same'])
  })
})
