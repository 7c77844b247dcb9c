import { useId } from 'react'
import { useTranslation } from 'react-i18next'

/** Scope chooses who can use a canned message: all operators, or its owner only. */
export function Scope({ personal, onChange }: { personal: boolean; onChange: (personal: boolean) => void }) {
  const { t } = useTranslation('canned')
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{t('who')}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {[false, true].map((own) => (
          <label key={String(own)} className="flex min-h-8 items-center gap-2">
            <input
              type="radio"
              name={name}
              checked={personal === own}
              onChange={() => onChange(own)}
              className="size-4 accent-(--color-accent)"
            />
            {t(own ? 'personal' : 'shared')}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
