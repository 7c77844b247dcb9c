import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Duration, durationOf, partsOf, secondsOf, UNITS, type Unit } from './duration'

/** MOST_SECONDS are the time settings and the most that each may be. */
export const MOST_SECONDS = {
  responseTimeout: 600,
  listExpiration: 3600,
  waitingGone: 3600,
  operatorAway: 600,
  invitationExpiry: 86_400,
  visitorGone: 86_400,
  bothSilent: 86_400,
  sleepTimeout: 86_400,
  visitGap: 86_400,
  pageChangeGrace: 60,
} as const

/** TimeField is the name of a time setting. */
export type TimeField = keyof typeof MOST_SECONDS

/** LIVE_HELP_TIMES are those of the page Live Help; the others stand under General. */
export const LIVE_HELP_TIMES = ['responseTimeout', 'listExpiration', 'waitingGone', 'operatorAway'] as const
/** GENERAL_TIMES are those of the page General. */
export const GENERAL_TIMES = [
  'invitationExpiry',
  'visitorGone',
  'bothSilent',
  'sleepTimeout',
  'visitGap',
  'pageChangeGrace',
] as const

/** isTime says whether a time setting may be saved. */
export function isTime(field: TimeField, seconds: number): boolean {
  return seconds >= 1 && seconds <= MOST_SECONDS[field]
}

/** TimeSetting edits seconds as an amount and a unit; what is not a time is handed on as NaN, so that it can't be saved. */
export function TimeSetting(props: {
  field: TimeField
  seconds: number
  disabled?: boolean
  refused?: string
  onChange: (seconds: number) => void
}) {
  const { field, seconds } = props
  const { t } = useTranslation('settings')
  const [typed, setTyped] = useState<Duration>(() => durationOf(seconds))
  const id = useId()
  const label = t(`time.${field}`)

  // Discard, or another console's Save, changed the stored time: show that one.
  useEffect(() => setTyped((now) => (Object.is(secondsOf(now) ?? Number.NaN, seconds) ? now : durationOf(seconds))), [seconds])

  const change = (next: Duration) => {
    setTyped(next)
    props.onChange(secondsOf(next) ?? Number.NaN)
  }
  // An hour and a half is understood, and shown in whole numbers.
  const settle = () => {
    if (!/^\d+$/.test(typed.amount.trim()) && seconds > 0) setTyped(durationOf(seconds))
  }
  const parts = seconds > 0 ? partsOf(seconds) : []
  const words = parts.map(({ unit, count }) => t(`time.count.${unit}`, { count })).join(' ')
  const most = durationOf(MOST_SECONDS[field])
  const error = props.refused && t('time.invalid', { most: `${most.amount} ${t(`time.units.${most.unit}`)}` })

  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          inputMode="decimal"
          value={typed.amount}
          disabled={props.disabled}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-hint`}
          onBlur={settle}
          onChange={(event) => change({ ...typed, amount: event.target.value })}
          className="h-8 w-20 rounded-lg border border-line bg-surface px-2.5 tabular-nums outline-none focus:border-accent focus:ring-3 focus:ring-soft disabled:text-muted aria-invalid:border-bad"
        />
        <select
          aria-label={t('time.unit', { of: label })}
          value={typed.unit}
          disabled={props.disabled}
          onChange={(event) => change({ ...typed, unit: event.target.value as Unit })}
          className="h-8 rounded-lg border border-line bg-surface px-2 outline-none focus:border-accent focus:ring-3 focus:ring-soft disabled:text-muted"
        >
          {Object.keys(UNITS).map((unit) => (
            <option key={unit} value={unit}>
              {t(`time.units.${unit}`)}
            </option>
          ))}
        </select>
      </div>
      <p id={`${id}-hint`} className={error ? 'text-bad' : 'text-muted'}>
        {error || t(`time.${field}Hint`)}
        {!error && parts.length > 1 && <span className="block">{t('time.words', { words })}</span>}
      </p>
    </div>
  )
}
