import clsx from 'clsx'
import { Trash2Icon, Undo2Icon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { TextArea, TextField } from '../ui/Field'
import { markOf, type Row } from './pending'

/** What can be edited of a canned message. */
export interface CannedValue {
  title: string
  text: string
}

/** CannedRow edits one canned message in place and shows how it differs from what is stored. */
export function CannedRow(props: {
  row: Row<CannedValue>
  problems: Partial<CannedValue>
  onChange: (value: CannedValue) => void
  onDelete: () => void
  onUndo: () => void
}) {
  const { t } = useTranslation('settings')
  const { row, problems } = props
  const mark = markOf(row)
  const title = row.value.title || t('can.untitled')
  return (
    <li
      aria-label={title}
      className={clsx('rounded-xl border bg-surface p-4', mark === 'same' ? 'border-line' : 'border-waiting border-dashed')}
    >
      {mark === 'deleted' ? (
        <p className="font-medium line-through">{title}</p>
      ) : (
        <div className="flex flex-col gap-3">
          <TextField
            autoFocus={mark === 'added' && row.value.title === ''}
            label={t('can.titleField')}
            value={row.value.title}
            maxLength={80}
            error={problems.title}
            onChange={(next) => props.onChange({ ...row.value, title: next })}
          />
          <TextArea
            label={t('can.textField')}
            className="min-h-16"
            value={row.value.text}
            error={problems.text}
            onChange={(text) => props.onChange({ ...row.value, text })}
          />
        </div>
      )}
      <div className="mt-2 flex items-center justify-end gap-2">
        {mark !== 'same' && <span className="mr-auto text-[11.5px] text-muted">{t(`can.mark.${mark}`)}</span>}
        {(mark === 'changed' || mark === 'deleted') && (
          <Button kind="quiet" icon={<Undo2Icon />} aria-label={t('can.undoOf', { title })} onClick={props.onUndo}>
            {t('can.undo')}
          </Button>
        )}
        {mark !== 'deleted' && (
          <Button kind="quiet" icon={<Trash2Icon />} aria-label={t('can.deleteOf', { title })} onClick={props.onDelete}>
            {t('can.delete')}
          </Button>
        )}
      </div>
    </li>
  )
}
