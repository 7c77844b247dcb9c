import { useStore } from '@nanostores/react'
import { useTranslation } from 'react-i18next'
import { $carried } from './calls'
import { $myOpenCalls } from './standing'

/** HoldsOther says before a call is accepted which call of this window goes on hold then; nothing when none does. */
export function HoldsOther() {
  const { t } = useTranslation('call')
  const carried = useStore($carried)
  const other = useStore($myOpenCalls).find(({ id, hold }) => carried[id] && !hold)
  return other ? <p className="mt-2 text-muted wrap-anywhere">{t('holdsOther', { name: other.visitorName })}</p> : null
}
