import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isBlank } from '../conversation/text'
import { partsOf } from '../conversation/variables'
import { api } from '../state/api'

const AFTER = 250

/** Preview shows what the visitor will read, as the server fills it; what stands for a variable is set off. */
export function Preview({ template, visitor }: { template: string; visitor?: string }) {
  const { t } = useTranslation('invitation')
  const preview = usePreview(template, visitor)
  if (isBlank(template)) return <p className="text-muted">{t('blank')}</p>
  if (preview.failed) return <p className="text-muted">{t('readsLater')}</p>
  if (preview.text === '') return <p className="text-muted">{t('reads')} …</p>
  return (
    <p className="text-muted whitespace-pre-wrap wrap-anywhere" dir="auto">
      {t('reads')} “
      {partsOf(preview.template, preview.text).map((part, i) =>
        part.filled ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity beyond their place
          <strong key={i} className="font-semibold text-text">
            {part.text}
          </strong>
        ) : (
          part.text
        ),
      )}
      ”
    </p>
  )
}

function usePreview(template: string, visitor?: string) {
  const [preview, setPreview] = useState({ template: '', text: '', failed: false })
  useEffect(() => {
    if (isBlank(template)) return
    let current = true
    const timer = setTimeout(async () => {
      const answer = await api.post<{ text: string }>('/invitations/preview', { visitor, text: template }).catch(() => undefined)
      if (current) setPreview(answer ? { template, text: answer.text, failed: false } : { template, text: '', failed: true })
    }, AFTER)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [template, visitor])
  return preview
}
