import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { RotateCwIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { lengthOf } from '../profile/described'
import { $clock } from '../state/clock'
import { $connection, retryNow } from '../state/connection'
import { $pictured } from '../state/live'
import { IconButton } from '../ui/IconButton'

/** ConnectionSign always shows how this console stands to the server, and how old the picture is when it is not live (OPS-8). */
export function ConnectionSign() {
  const { t } = useTranslation('shell')
  const { state } = useStore($connection)
  const pictured = useStore($pictured)
  if (state !== 'connected' && pictured) return <OldPicture />
  const connected = state === 'connected'
  return (
    <span
      role="status"
      className="flex items-center gap-1.5 px-2 text-muted max-sm:px-1"
      title={t(connected ? 'connected' : 'connecting')}
    >
      <Dot live={connected} />
      <span className="max-lg:sr-only">{t(connected ? 'connected' : 'connecting')}</span>
    </span>
  )
}

function OldPicture() {
  const { t } = useTranslation('shell')
  const { state, since } = useStore($connection)
  useStore($clock) // once a second
  const age = lengthOf(Date.now() - since)
  const told = t('pictureOld', { age })
  return (
    <div
      className="flex items-center gap-1.5 rounded-control bg-waiting-soft pl-2.5 max-sm:py-1 max-sm:pr-2 font-medium text-waiting"
      title={told}
    >
      <Dot live={false} />
      {/* Read aloud once, not every second. */}
      <span role="status" className="sr-only">
        {t('connecting')}
      </span>
      <span className="tabular-nums max-xl:hidden">{told}</span>
      <span aria-hidden="true" className="tabular-nums xl:hidden">
        {age}
      </span>
      <IconButton
        className="max-sm:hidden"
        label={t('retry')}
        icon={<RotateCwIcon className={clsx(state === 'connecting' && 'animate-spin')} />}
        onClick={retryNow}
      />
    </div>
  )
}

function Dot({ live }: { live: boolean }) {
  return <span aria-hidden="true" className={clsx('size-2 shrink-0 rounded-full', live ? 'bg-ok' : 'bg-waiting')} />
}
