import { useId } from 'react'
import { useTranslation } from 'react-i18next'

/** SneakPeek switches whether operators see what a site's visitors type before it is sent (CHT-2), and says what visitors are told. */
export function SneakPeek({ on, disabled, onChange }: { on: boolean; disabled?: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation('settings')
  const id = useId()
  return (
    <label className="flex max-w-prose items-start gap-3">
      <input
        type="checkbox"
        checked={on}
        disabled={disabled}
        aria-label={t('ops.peekOn')}
        aria-describedby={id}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 accent-accent"
      />
      <span>
        <span className="block font-medium">{t('ops.peekOn')}</span>
        <span id={id} className="block text-muted">
          {t('ops.peekHint')}
        </span>
      </span>
    </label>
  )
}
