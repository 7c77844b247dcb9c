import clsx from 'clsx'
import { ChevronDownIcon, LockIcon, Trash2Icon, Undo2Icon, UsersIcon } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { type CannedText, tagsOf } from '../canned/canned'
import { Scope } from '../canned/Scope'
import { Button } from '../ui/Button'
import { TextArea, TextField } from '../ui/Field'
import { CannedFiles } from './CannedFiles'
import { markOf, type Row } from './pending'

/** What is wrong with a canned message, by field. */
export type CannedProblems = Partial<Record<'title' | 'text' | 'shortcut' | 'tags', string>>

/** CannedRow shows one canned message, opens it to be edited in place, and shows how it differs from what is stored. */
export function CannedRow(props: {
  row: Row<CannedText>
  used: number
  problems: CannedProblems
  onChange: (value: CannedText) => void
  onFiles: (change: (now: readonly Schemas['File'][]) => Schemas['File'][]) => void
  onDelete: () => void
  onUndo: () => void
}) {
  const { t } = useTranslation('settings')
  const { row, problems } = props
  const mark = markOf(row)
  const title = row.value.title || t('can.untitled')
  const wrong = Object.keys(problems).length > 0
  const [opened, setOpened] = useState(mark === 'added')
  const open = mark !== 'deleted' && (opened || wrong)
  const id = useId()
  return (
    <li
      aria-label={title}
      className={clsx('rounded-xl border bg-surface', mark === 'same' ? 'border-line' : 'border-waiting border-dashed')}
    >
      <div className="flex items-start gap-2 p-2 pl-1">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-label={t('can.editOf', { title })}
          disabled={mark === 'deleted'}
          onClick={() => setOpened(!open)}
          className="flex min-w-0 flex-1 items-start gap-2 rounded-lg px-2 py-1 text-left outline-none enabled:hover:bg-background focus-visible:ring-3 focus-visible:ring-soft"
        >
          <ChevronDownIcon aria-hidden="true" className={clsx('mt-0.5 size-4 shrink-0 text-muted', !open && '-rotate-90')} />
          <Summary value={row.value} title={title} used={props.used} deleted={mark === 'deleted'} brief={open} />
        </button>
        <div className="flex shrink-0 items-center gap-1">
          {mark !== 'same' && <span className="text-[11.5px] text-muted max-sm:sr-only">{t(`can.mark.${mark}`)}</span>}
          {(mark === 'changed' || mark === 'deleted') && (
            <Button kind="quiet" icon={<Undo2Icon />} aria-label={t('can.undoOf', { title })} onClick={props.onUndo}>
              <span className="max-sm:sr-only">{t('can.undo')}</span>
            </Button>
          )}
          {mark !== 'deleted' && (
            <Button kind="quiet" icon={<Trash2Icon />} aria-label={t('can.deleteOf', { title })} onClick={props.onDelete}>
              <span className="max-sm:sr-only">{t('can.delete')}</span>
            </Button>
          )}
        </div>
      </div>
      {open && (
        <div id={id} className="border-line border-t p-4">
          <Fields value={row.value} problems={problems} fresh={mark === 'added'} onChange={props.onChange}>
            <CannedFiles row={row.id} files={row.value.files} onFiles={props.onFiles} />
          </Fields>
        </div>
      )}
    </li>
  )
}

function Summary(props: { value: CannedText; title: string; used: number; deleted: boolean; brief: boolean }) {
  const { t } = useTranslation('settings')
  const { value, used } = props
  const facts = [
    value.shortcut && `/${value.shortcut}`,
    value.files.length > 0 && t('can.files', { count: value.files.length }),
    used > 0 && t('can.used', { count: used }),
    ...value.tags,
  ].filter(Boolean)
  return (
    <span className="min-w-0 flex-1">
      <span className={clsx('flex items-center gap-1.5 font-medium', props.deleted && 'line-through')}>
        <span className="truncate">{props.title}</span>
        {value.personal ? (
          <LockIcon aria-label={t('can.personal')} className="size-3.5 shrink-0 text-muted" />
        ) : (
          <UsersIcon aria-label={t('can.shared')} className="size-3.5 shrink-0 text-muted" />
        )}
      </span>
      {!props.brief && <span className="line-clamp-2 text-muted wrap-anywhere">{value.text}</span>}
      {!props.brief && facts.length > 0 && <span className="block truncate text-[11.5px] text-muted">{facts.join(' · ')}</span>}
    </span>
  )
}

function Fields(props: {
  value: CannedText
  problems: CannedProblems
  fresh: boolean
  onChange: (value: CannedText) => void
  children: ReactNode
}) {
  const { t } = useTranslation('settings')
  const { value, problems } = props
  const [tags, setTags] = useState(value.tags.join(', '))
  const change = (some: Partial<CannedText>) => props.onChange({ ...value, ...some })
  return (
    <div className="flex flex-col gap-3">
      <TextField
        autoFocus={props.fresh && value.title === ''}
        label={t('can.titleField')}
        value={value.title}
        maxLength={80}
        error={problems.title}
        onChange={(title) => change({ title })}
      />
      <TextArea
        label={t('can.textField')}
        hint={t('can.variables')}
        className="min-h-20"
        value={value.text}
        error={problems.text}
        onChange={(text) => change({ text })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('can.shortcutField')}
          hint={t('can.shortcutHint')}
          value={value.shortcut}
          maxLength={30}
          error={problems.shortcut}
          onChange={(shortcut) => change({ shortcut: shortcut.toLowerCase().replace(/^[/#]/, '') })}
        />
        <TextField
          label={t('can.tagsField')}
          hint={t('can.tagsHint')}
          value={tags}
          error={problems.tags}
          onChange={(text) => {
            setTags(text)
            change({ tags: tagsOf(text) })
          }}
        />
      </div>
      {props.children}
      <Scope personal={value.personal} onChange={(personal) => change({ personal })} />
    </div>
  )
}
