import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Notice } from '../conversation/Notice'

type Mode = Schemas['Site']['mode']

const MODES = ['full', 'visit', 'off'] as const

/** PrivacyMode chooses what is kept of visitors (PRV-1); nothing is chosen beforehand. */
export function PrivacyMode({ mode, disabled, onChange }: { mode: Mode; disabled?: boolean; onChange: (mode: Mode) => void }) {
  const { t } = useTranslation('settings')
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-2">
      <legend className="sr-only">{t('ops.mode')}</legend>
      {mode === 'unset' && <Notice tone="waiting">{t('ops.modeUnset')}</Notice>}
      {MODES.map((choice) => (
        <label
          key={choice}
          className={clsx(
            'flex cursor-pointer items-start gap-3 rounded-lg border px-3 py-2.5 has-focus-visible:ring-3 has-focus-visible:ring-soft',
            mode === choice ? 'border-accent' : 'border-line',
          )}
        >
          <input
            type="radio"
            name="mode"
            value={choice}
            checked={mode === choice}
            onChange={() => onChange(choice)}
            aria-label={t(`ops.modes.${choice}`)}
            aria-describedby={`mode-${choice}`}
            className="mt-0.5 accent-accent"
          />
          <span>
            <span className="block font-medium">{t(`ops.modes.${choice}`)}</span>
            <span id={`mode-${choice}`} className="block text-muted">
              {t(`ops.modes.${choice}Hint`)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
