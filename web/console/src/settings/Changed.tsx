import { useTranslation } from 'react-i18next'

/** Changed marks what differs from what is stored, and what is not stored yet. */
export function Changed({ is }: { is: 'same' | 'changed' | 'new' }) {
  const { t } = useTranslation('settings')
  if (is === 'same') return null
  return <span className="ml-1 font-normal text-[11.5px] text-waiting">{t(`live.${is}`)}</span>
}
