import clsx from 'clsx'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../ui/Field'

/** isCount says whether a number may be saved: a whole one from `least` to `most`. */
export function isCount(value: number, most: number, least = 1): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

/** NumberSetting edits a number; what is not a whole number is handed on as NaN, so that it can't be saved. */
export function NumberSetting(props: {
  label: string
  hint: string
  value: number
  most: number
  /** 1 unless it is said. */
  least?: number
  disabled?: boolean
  refused?: string
  onChange: (value: number) => void
}) {
  const { value, most, least = 1 } = props
  const { t } = useTranslation('settings')
  const [typed, setTyped] = useState(String(value))

  // Discard, or another console's Save, changed the stored number: show that one.
  useEffect(() => setTyped((now) => (Object.is(numberOf(now), value) ? now : String(value))), [value])

  return (
    <TextField
      label={props.label}
      hint={props.hint}
      inputMode="numeric"
      className={clsx('tabular-nums', most > 999_999 ? 'max-w-32' : 'max-w-24')}
      value={typed}
      disabled={props.disabled}
      onChange={(text) => {
        setTyped(text)
        props.onChange(numberOf(text))
      }}
      error={isCount(value, most, least) ? props.refused : t('live.number', { least, most })}
    />
  )
}

function numberOf(text: string): number {
  return /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : Number.NaN
}
