import { useState } from 'react'
import { queries, Refusal, wordsOf } from '../state/api'

/** A Form is an edited copy of something stored: pending until `save`, dropped by `discard`. */
export interface Form<T> {
  value: T
  set: (change: Partial<T>) => void
  pending: number
  problems: Record<string, string>
  saving: boolean
  /** What came of the last save: true when it was saved, words when it was not. */
  outcome: true | string | undefined
  save: () => Promise<void>
  discard: () => void
}

/** changedFields are the names of the fields in which an edited copy differs from what is stored. */
export function changedFields<T extends object>(stored: T, value: T): (keyof T)[] {
  return (Object.keys(value) as (keyof T)[]).filter((field) => JSON.stringify(stored[field]) !== JSON.stringify(value[field]))
}

/** useForm edits a copy of `stored`; fields that are not edited follow what is stored. `check` names what can't be saved. */
export function useForm<T extends object>(
  stored: T,
  check: (value: T) => Record<string, string>,
  store: (changes: Partial<T>) => Promise<unknown>,
  fetchAgain: readonly (readonly string[])[] = [],
): Form<T> {
  const [edits, setEdits] = useState<Partial<T>>({})
  const [refused, setRefused] = useState<Record<string, string>>({})
  const [saving, setSaving] = useState(false)
  const [outcome, setOutcome] = useState<true | string>()
  const value = { ...stored, ...edits }
  const fields = changedFields(stored, value)
  const problems = { ...refused, ...check(value) }

  return {
    value,
    pending: fields.length,
    problems,
    saving,
    outcome,
    set(change) {
      setEdits((now) => ({ ...now, ...change }))
      setRefused((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !(field in change))))
      setOutcome(undefined)
    },
    discard() {
      setEdits({})
      setRefused({})
      setOutcome(undefined)
    },
    async save() {
      if (saving || fields.length === 0 || Object.keys(check(value)).length > 0) return
      setSaving(true)
      try {
        await store(Object.fromEntries(fields.map((field) => [field, value[field]])) as Partial<T>)
        await Promise.all(fetchAgain.map((queryKey) => queries.invalidateQueries({ queryKey })))
        // What was typed while it was being saved stays pending.
        setEdits((now) => without(now, value))
        setOutcome(true)
      } catch (error) {
        if (error instanceof Refusal && error.fields) setRefused(error.fields)
        setOutcome(wordsOf(error))
      } finally {
        setSaving(false)
      }
    },
  }
}

function without<T extends object>(edits: Partial<T>, saved: T): Partial<T> {
  return Object.fromEntries(Object.entries(edits).filter(([field, edit]) => edit !== saved[field as keyof T])) as Partial<T>
}
