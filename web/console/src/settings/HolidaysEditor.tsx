import { PlusIcon, XIcon } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { Changed } from './Changed'
import { MOST_HOLIDAYS, problemOfDate } from './hours'
import { SpansEditor } from './SpansEditor'

type Holiday = Schemas['Holiday']

const box =
  'h-8 rounded-lg border border-line bg-surface px-2.5 outline-none focus:border-accent focus:ring-3 focus:ring-soft disabled:text-muted aria-invalid:border-bad pointer-coarse:h-10'

/** HolidaysEditor edits the days on which nobody answers, or only in other hours. */
export function HolidaysEditor(props: {
  holidays: readonly Holiday[]
  stored: readonly Holiday[]
  disabled: boolean
  onChange: (holidays: Holiday[]) => void
}) {
  const { holidays, stored, disabled, onChange } = props
  const { t } = useTranslation('settings')
  const markOf = (holiday: Holiday) => {
    const before = stored.find(({ date }) => date === holiday.date)
    return before === undefined ? 'new' : JSON.stringify(before) === JSON.stringify(holiday) ? 'same' : 'changed'
  }
  return (
    <div>
      <h3 className="font-medium">{t('live.holidays')}</h3>
      <p className="mb-2 text-muted">{t('live.holidaysHint')}</p>
      {holidays.length > 0 ? (
        <ul className="divide-y divide-line rounded-window border border-line">
          {holidays.map((holiday, at) => (
            <OneHoliday
              // biome-ignore lint/suspicious/noArrayIndexKey: its date is being edited
              key={at}
              holiday={holiday}
              problem={problemOfDate([...holidays], at)}
              mark={markOf(holiday)}
              disabled={disabled}
              onChange={(to) => onChange(holidays.map((one, i) => (i === at ? to : one)))}
              onRemove={() => onChange(holidays.filter((_, i) => i !== at))}
            />
          ))}
        </ul>
      ) : (
        <p className="text-muted">{t('live.holidaysNone')}</p>
      )}
      {!disabled && holidays.length < MOST_HOLIDAYS && (
        <Button className="mt-2" icon={<PlusIcon />} onClick={() => onChange([...holidays, { date: '', name: '', open: [] }])}>
          {t('live.addHoliday')}
        </Button>
      )}
    </div>
  )
}

function OneHoliday(props: {
  holiday: Holiday
  problem: string | undefined
  mark: 'same' | 'changed' | 'new'
  disabled: boolean
  onChange: (holiday: Holiday) => void
  onRemove: () => void
}) {
  const { holiday, problem, mark, disabled, onChange } = props
  const { t } = useTranslation('settings')
  const id = useId()
  const called = holiday.name || holiday.date || t('live.aHoliday')
  return (
    <li className="flex flex-col gap-2 px-3.5 py-2.5">
      <div className="flex flex-wrap items-end gap-2">
        <div className="flex flex-col gap-1">
          <label htmlFor={`${id}-date`} className="text-[11.5px] text-muted">
            {t('live.date')} <Changed is={mark} />
          </label>
          <input
            id={`${id}-date`}
            type="date"
            value={holiday.date}
            disabled={disabled}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem && `${id}-told`}
            onChange={(event) => onChange({ ...holiday, date: event.target.value })}
            className={box}
          />
        </div>
        <div className="flex min-w-40 flex-1 flex-col gap-1">
          <label htmlFor={`${id}-name`} className="text-[11.5px] text-muted">
            {t('live.name')}
          </label>
          <input
            id={`${id}-name`}
            value={holiday.name}
            maxLength={80}
            disabled={disabled}
            onChange={(event) => onChange({ ...holiday, name: event.target.value })}
            className={box}
          />
        </div>
        {!disabled && <IconButton label={t('live.removeHoliday', { name: called })} icon={<XIcon />} onClick={props.onRemove} />}
      </div>
      {problem && (
        <p id={`${id}-told`} className="text-bad">
          {t(`live.problems.${problem}`)}
        </p>
      )}
      <SpansEditor day={called} spans={holiday.open} disabled={disabled} onChange={(open) => onChange({ ...holiday, open })} />
    </li>
  )
}
