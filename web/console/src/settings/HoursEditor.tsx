import { useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Changed } from './Changed'
import { HolidaysEditor } from './HolidaysEditor'
import { timeZones, WEEK } from './hours'
import { RadioChoice } from './RadioChoice'
import { SpansEditor } from './SpansEditor'

type Hours = Schemas['Hours']

const SUNDAY = Date.UTC(2024, 0, 7)

/** HoursEditor edits when chat requests are taken: always, or by the week and holidays of a time zone. What differs from what is stored is marked. */
export function HoursEditor(props: { hours: Hours; stored: Hours; disabled: boolean; onChange: (hours: Hours) => void }) {
  const { hours, stored, disabled } = props
  const { t } = useTranslation('settings')
  const change = (to: Partial<Hours>) => props.onChange({ ...hours, ...to })
  const limit = (limited: boolean) =>
    // Whoever limits the hours first sees those of where he is.
    change({ limited, timeZone: hours.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone })
  return (
    <div className="flex flex-col gap-6">
      <RadioChoice
        label={t('live.hours')}
        value={hours.limited ? 'limited' : 'always'}
        disabled={disabled}
        choices={[
          { value: 'always', label: t('live.always') },
          { value: 'limited', label: t('live.limited') },
        ]}
        onChange={(value) => limit(value === 'limited')}
      />
      {hours.limited && (
        <>
          <TimeZone zone={hours.timeZone} disabled={disabled} onChange={(timeZone) => change({ timeZone })} />
          <Week week={hours.week} stored={stored.week} disabled={disabled} onChange={(week) => change({ week })} />
          <HolidaysEditor
            holidays={hours.holidays}
            stored={stored.holidays}
            disabled={disabled}
            onChange={(holidays) => change({ holidays })}
          />
        </>
      )}
    </div>
  )
}

function TimeZone({ zone, disabled, onChange }: { zone: string; disabled: boolean; onChange: (zone: string) => void }) {
  const { t } = useTranslation('settings')
  const zones = useMemo(() => timeZones(zone), [zone])
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {t('live.timeZone')}
      </label>
      <select
        id={id}
        value={zone}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 max-w-72 rounded-lg border border-line bg-surface px-2 outline-none focus:border-accent focus:ring-3 focus:ring-soft disabled:text-muted pointer-coarse:h-10"
      >
        {zones.map((one) => (
          <option key={one} value={one}>
            {one.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
  )
}

interface WeekProps {
  week: Hours['week']
  stored: Hours['week']
  disabled: boolean
  onChange: (week: Hours['week']) => void
}

function Week({ week, stored, disabled, onChange }: WeekProps) {
  const { t, i18n } = useTranslation('settings')
  const nameOf = (day: number) =>
    new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' }).format(SUNDAY + day * 86_400_000)
  return (
    <div>
      <h3 className="mb-2 font-medium">{t('live.week')}</h3>
      <ul className="divide-y divide-line rounded-window border border-line">
        {WEEK.map((day) => {
          const spans = week[day] ?? []
          return (
            <li key={day} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3.5 py-2.5">
              <p className="w-32 py-1.5 font-medium">
                {nameOf(day)} <Changed is={JSON.stringify(spans) === JSON.stringify(stored[day] ?? []) ? 'same' : 'changed'} />
              </p>
              <SpansEditor
                day={nameOf(day)}
                spans={spans}
                disabled={disabled}
                onChange={(next) => onChange(week.map((one, at) => (at === day ? next : one)))}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
