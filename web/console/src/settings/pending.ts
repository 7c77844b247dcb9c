/** A Row of a list that is edited in place: what is stored, what it would become, and how it differs. */
export interface Row<T> {
  readonly id: string
  readonly stored?: T
  readonly value: T
  readonly deleted: boolean
}

/** How a row differs from what is stored. */
export type Mark = 'same' | 'added' | 'changed' | 'deleted'

/** What Save has to do for one row. */
export type Change<T> =
  | { do: 'add'; id: string; value: T }
  | { do: 'change'; id: string; value: T }
  | { do: 'delete'; id: string }

/** rowsOf starts editing a stored list. */
export function rowsOf<T>(stored: readonly { id: string; value: T }[]): Row<T>[] {
  return stored.map(({ id, value }) => ({ id, stored: value, value, deleted: false }))
}

/** markOf says how a row differs from what is stored. */
export function markOf<T>(row: Row<T>): Mark {
  if (row.stored === undefined) return 'added'
  if (row.deleted) return 'deleted'
  return same(row.stored, row.value) ? 'same' : 'changed'
}

/** withAdded puts a new row at the end. */
export function withAdded<T>(rows: readonly Row<T>[], id: string, value: T): Row<T>[] {
  return [...rows, { id, value, deleted: false }]
}

/** withChanged gives a row another value. */
export function withChanged<T>(rows: readonly Row<T>[], id: string, value: T): Row<T>[] {
  return rows.map((row) => (row.id === id ? { ...row, value } : row))
}

/** withDeleted marks a stored row for deletion; one that was never stored just goes. */
export function withDeleted<T>(rows: readonly Row<T>[], id: string): Row<T>[] {
  return rows.flatMap((row) => (row.id !== id ? [row] : row.stored === undefined ? [] : [{ ...row, deleted: true }]))
}

/** withUndone makes a row again what is stored. */
export function withUndone<T>(rows: readonly Row<T>[], id: string): Row<T>[] {
  return rows.flatMap((row) => {
    if (row.id !== id) return [row]
    return row.stored === undefined ? [] : [{ ...row, value: row.stored, deleted: false }]
  })
}

/** changesOf lists what Save has to do; empty when nothing is pending. */
export function changesOf<T>(rows: readonly Row<T>[]): Change<T>[] {
  return rows.flatMap((row): Change<T>[] => {
    const mark = markOf(row)
    if (mark === 'added') return [{ do: 'add', id: row.id, value: row.value }]
    if (mark === 'changed') return [{ do: 'change', id: row.id, value: row.value }]
    return mark === 'deleted' ? [{ do: 'delete', id: row.id }] : []
  })
}

/** rebased carries pending changes over to a list that was stored anew, by this console or another. */
export function rebased<T>(rows: readonly Row<T>[], stored: readonly { id: string; value: T }[]): Row<T>[] {
  const before = new Map(rows.map((row) => [row.id, row]))
  const now = stored.map(({ id, value }): Row<T> => {
    const row = before.get(id)
    if (!row || markOf(row) === 'same') return { id, stored: value, value, deleted: false }
    return { id, stored: value, value: row.value, deleted: row.deleted }
  })
  const ids = new Set(stored.map(({ id }) => id))
  return [...now, ...rows.filter((row) => row.stored === undefined && !ids.has(row.id))]
}

function same<T>(a: T, b: T): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
