import { useStore } from '@nanostores/react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Confirm } from '../ui/Confirm'
import { $blocking, answerBlocking } from './block'

/** Blocking asks before a visitor is blocked, and says what will happen. The shell mounts it once. */
export function Blocking() {
  const { t } = useTranslation('block')
  const now = useStore($blocking)
  // While the question closes it still says whom it was about.
  const [last, setLast] = useState(now)
  useEffect(() => {
    if (now) setLast(now)
  }, [now])
  const who = now ?? last
  if (!who) return null
  return (
    <Confirm
      open={now !== undefined}
      title={t('title', { name: who.name })}
      text={t('explain')}
      confirm={t('block')}
      cancel={t('cancel')}
      danger
      onAnswer={(yes) => void answerBlocking(who, yes)}
    />
  )
}
