import { useStore } from '@nanostores/react'
import { PlusIcon, SearchIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { CANNED, type CannedText, SHORTCUT_FORM } from '../canned/canned'
import { matching } from '../canned/search'
import { $uploads, stopUploads } from '../canned/uploads'
import { codePoints, isBlank, MESSAGE_LIMIT } from '../conversation/text'
import { api, queries, wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { type CannedProblems, CannedRow } from './CannedRow'
import { PendingBar } from './PendingBar'
import {
  type Change,
  changesOf,
  markOf,
  type Row,
  rebased,
  rowsOf,
  withAdded,
  withChanged,
  withDeleted,
  withUndone,
} from './pending'

const NEW: CannedText = { title: '', text: '', shortcut: '', tags: [], personal: false, files: [] }
const storedOf = (list: readonly Schemas['Canned'][]) =>
  list.map(({ id, title, text, shortcut = '', tags, personal, files = [] }) => ({
    id,
    value: { title, text, shortcut, tags, personal, files },
  }))

/** CannedSettings edits the shared canned messages and one's own in place; changes are pending until Save. */
export function CannedSettings({ list }: { list: readonly Schemas['Canned'][] }) {
  const { t } = useTranslation('settings')
  const [rows, setRows] = useState<Row<CannedText>[]>(() => rowsOf(storedOf(list)))
  const [saving, setSaving] = useState(false)
  const [outcome, setOutcome] = useState<true | string>()
  const [tried, setTried] = useState(false)
  const [sought, setSought] = useState('')
  const fresh = useRef(0)
  const used = new Map(list.map((canned) => [canned.id, canned.used]))
  const changes = changesOf(rows)
  const uploads = Object.values(useStore($uploads)).flatMap((list) => list ?? [])
  const problems = new Map(rows.map((row) => [row.id, row.deleted ? {} : problemsOf(row, rows, t)]))
  const wrong = changes.some((change) => Object.keys(problems.get(change.id) ?? {}).length > 0)

  // What is being written stays in sight, whatever is looked for.
  const shown = soughtOf(rows, sought)

  useEffect(() => stopUploads, [])
  useEffect(() => setRows((now) => rebased(now, storedOf(list))), [list])

  const edit = (change: (now: Row<CannedText>[]) => Row<CannedText>[]) => {
    setRows(change)
    setOutcome(undefined)
  }
  const save = async () => {
    // Words about what is missing come when somebody wants to save, not while he begins to write.
    setTried(wrong)
    if (wrong) return
    setSaving(true)
    setOutcome(undefined)
    for (const change of changes) {
      const problem = await carriedOut(change)
      if (problem !== undefined) {
        const title = change.do === 'delete' ? '' : change.value.title
        setOutcome(title ? t('can.problem', { title, detail: problem }) : problem)
        break
      }
      // What is stored is no longer pending, also when a later change fails.
      if (change.do === 'add') setRows((now) => now.filter((row) => row.id !== change.id))
    }
    await queries.invalidateQueries({ queryKey: CANNED })
    setSaving(false)
    setOutcome((now) => now ?? true)
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-muted">{t('can.hint')}</p>
      <div className="flex items-end gap-2">
        {rows.length > 0 && (
          <div className="relative flex-1">
            <TextField type="search" label={t('can.search')} value={sought} onChange={setSought} className="pl-8" />
            <SearchIcon aria-hidden="true" className="absolute bottom-2 left-2.5 size-4 text-muted pointer-coarse:bottom-3" />
          </div>
        )}
        <Button icon={<PlusIcon />} onClick={() => edit((now) => [...withAdded([], `new-${++fresh.current}`, NEW), ...now])}>
          {t('can.add')}
        </Button>
      </div>
      <p role="status" className="text-muted empty:hidden">
        {rows.length === 0 ? t('can.empty') : shown.length === 0 ? t('can.noneFound', { query: sought }) : ''}
      </p>
      <ul className="flex flex-col gap-3">
        {shown.map((row) => (
          <CannedRow
            key={row.id}
            row={row}
            used={used.get(row.id) ?? 0}
            problems={(tried && problems.get(row.id)) || {}}
            onChange={(value) => edit((now) => withChanged(now, row.id, value))}
            onFiles={(change) =>
              edit((now) =>
                now.map((one) => (one.id === row.id ? { ...one, value: { ...one.value, files: change(one.value.files) } } : one)),
              )
            }
            onDelete={() => edit((now) => withDeleted(now, row.id))}
            onUndo={() => edit((now) => withUndone(now, row.id))}
          />
        ))}
      </ul>
      <PendingBar
        pending={changes.length || (uploads.length > 0 ? 1 : 0)}
        blocked={uploads.length > 0}
        saving={saving}
        outcome={outcome}
        onSave={save}
        onDiscard={() => {
          stopUploads()
          edit(() => rowsOf(storedOf(list)))
        }}
      />
    </div>
  )
}

/** soughtOf are the rows that a search shows: those it finds, and those that differ from what is stored. */
function soughtOf(rows: readonly Row<CannedText>[], sought: string): readonly Row<CannedText>[] {
  if (isBlank(sought)) return rows
  const asCanned = rows.map(({ id, value }) => ({ id, used: 0, ...value }))
  const found = new Set(matching(asCanned, sought).map(({ id }) => id))
  return rows.filter((row) => found.has(row.id) || markOf(row) !== 'same')
}

function problemsOf(
  row: Row<CannedText>,
  rows: readonly Row<CannedText>[],
  t: (key: string, values?: { count: number }) => string,
): CannedProblems {
  const { value } = row
  const problems: CannedProblems = {}
  if (isBlank(value.title)) problems.title = t('can.titleMissing')
  if (isBlank(value.text)) problems.text = t('can.textMissing')
  const over = codePoints(value.text) - MESSAGE_LIMIT
  if (over > 0) problems.text = t('gen.tooLong', { count: over })
  if (!SHORTCUT_FORM.test(value.shortcut)) problems.shortcut = t('can.shortcutWrong')
  const twin = (other: Row<CannedText>) =>
    other.id !== row.id && !other.deleted && other.value.shortcut === value.shortcut && other.value.personal === value.personal
  if (value.shortcut !== '' && rows.some(twin)) problems.shortcut = t('can.shortcutTaken')
  if (value.tags.length > 20 || value.tags.some((tag) => codePoints(tag) > 30)) problems.tags = t('can.tagsWrong')
  return problems
}

async function carriedOut(change: Change<CannedText>): Promise<string | undefined> {
  try {
    if (change.do === 'add') await api.post('/canned', sentOf(change.value))
    else if (change.do === 'change') await api.put(`/canned/${change.id}`, sentOf(change.value))
    else await api.delete(`/canned/${change.id}`)
  } catch (error) {
    return wordsOf(error)
  }
}

function sentOf({ files, ...text }: CannedText) {
  return { ...text, files: files.map(({ id }) => id) }
}
