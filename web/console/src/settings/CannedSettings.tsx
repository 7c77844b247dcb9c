import { PlusIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { CANNED } from '../canned/canned'
import { codePoints, isBlank, MESSAGE_LIMIT } from '../conversation/text'
import { api, queries, wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { CannedRow, type CannedValue } from './CannedRow'
import { PendingBar } from './PendingBar'
import { type Change, changesOf, type Row, rebased, rowsOf, withAdded, withChanged, withDeleted, withUndone } from './pending'

const storedOf = (list: readonly Schemas['Canned'][]) => list.map(({ id, title, text }) => ({ id, value: { title, text } }))

/** CannedSettings edits the shared canned messages in place; changes are pending until Save. */
export function CannedSettings({ list }: { list: readonly Schemas['Canned'][] }) {
  const { t } = useTranslation('settings')
  const [rows, setRows] = useState<Row<CannedValue>[]>(() => rowsOf(storedOf(list)))
  const [saving, setSaving] = useState(false)
  const [outcome, setOutcome] = useState<true | string>()
  const [tried, setTried] = useState(false)
  const fresh = useRef(0)
  const changes = changesOf(rows)
  const problems = new Map(rows.map((row) => [row.id, row.deleted ? {} : problemsOf(row.value, t)]))
  const wrong = changes.some((change) => Object.keys(problems.get(change.id) ?? {}).length > 0)

  useEffect(() => setRows((now) => rebased(now, storedOf(list))), [list])

  const edit = (change: (now: Row<CannedValue>[]) => Row<CannedValue>[]) => {
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
      {rows.length === 0 && <p className="text-muted">{t('can.empty')}</p>}
      <ul className="flex flex-col gap-3">
        {rows.map((row) => (
          <CannedRow
            key={row.id}
            row={row}
            problems={(tried && problems.get(row.id)) || {}}
            onChange={(value) => edit((now) => withChanged(now, row.id, value))}
            onDelete={() => edit((now) => withDeleted(now, row.id))}
            onUndo={() => edit((now) => withUndone(now, row.id))}
          />
        ))}
      </ul>
      <div>
        <Button
          icon={<PlusIcon />}
          onClick={() => edit((now) => withAdded(now, `new-${++fresh.current}`, { title: '', text: '' }))}
        >
          {t('can.add')}
        </Button>
      </div>
      <PendingBar
        pending={changes.length}
        saving={saving}
        outcome={outcome}
        onSave={save}
        onDiscard={() => edit(() => rowsOf(storedOf(list)))}
      />
    </div>
  )
}

function problemsOf(value: CannedValue, t: (key: string, values?: { count: number }) => string): Partial<CannedValue> {
  const problems: Partial<CannedValue> = {}
  if (isBlank(value.title)) problems.title = t('can.titleMissing')
  if (isBlank(value.text)) problems.text = t('can.textMissing')
  const over = codePoints(value.text) - MESSAGE_LIMIT
  if (over > 0) problems.text = t('gen.tooLong', { count: over })
  return problems
}

async function carriedOut(change: Change<CannedValue>): Promise<string | undefined> {
  try {
    if (change.do === 'add') await api.post('/canned', change.value)
    else if (change.do === 'change') await api.put(`/canned/${change.id}`, change.value)
    else await api.delete(`/canned/${change.id}`)
  } catch (error) {
    return wordsOf(error)
  }
}
