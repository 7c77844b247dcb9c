import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import type { Answers } from './answers'

const MODES = ['full', 'visit'] as const

/** ModeChoice asks what may be kept in visitors' browsers; nothing is chosen beforehand. */
export function ModeChoice(props: {
  mode: Answers['mode']
  error?: string
  onChange: (mode: NonNullable<Answers['mode']>) => void
}) {
  const { t } = useTranslation('setup')
  return (
    <fieldset aria-describedby="mode-hint" className="flex flex-col gap-2">
      <legend className="font-semibold text-[15px]">{t('mode')}</legend>
      <p id="mode-hint" className="mb-1 text-muted">
        {t('modeHint')}
      </p>
      {MODES.map((choice) => (
        <label
          key={choice}
          className={clsx(
            'flex items-start gap-3 rounded-control border px-3 py-2.5 has-focus-visible:ring-2 has-focus-visible:ring-accent',
            props.mode === choice ? 'border-accent bg-soft' : 'border-line',
          )}
        >
          <input
            type="radio"
            name="mode"
            value={choice}
            checked={props.mode === choice}
            onChange={() => props.onChange(choice)}
            aria-label={t(choice)}
            aria-describedby={`mode-${choice}`}
            className="mt-0.5 accent-accent"
          />
          <span>
            <span className="block font-medium">{t(choice)}</span>
            <span id={`mode-${choice}`} className="block text-muted">
              {t(`${choice}Hint`)}
            </span>
          </span>
        </label>
      ))}
      <p role="alert" className="text-bad empty:hidden">
        {props.error}
      </p>
    </fieldset>
  )
}
