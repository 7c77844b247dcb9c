import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { Clock3Icon } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { liveHelp } from '../command/console'
import { $closed } from '../state/live'
import { useMe } from './useMe'

/** LiveHelpSwitch switches the operator's Live Help and says how it stands (COM-1). */
export function LiveHelpSwitch() {
  const { t } = useTranslation('shell')
  const me = useMe()
  const id = useId()
  const outside = useStore($closed)
  if (!me) return null
  const available = me.operator.liveHelp
  const label = t(available ? 'available' : 'notAvailable')
  const vain = available && outside
  return (
    <button
      type="button"
      role="switch"
      aria-checked={available}
      aria-label={label}
      title={vain ? t('closedHint') : label}
      aria-describedby={vain ? id : undefined}
      onClick={() => liveHelp.run()}
      className={clsx(
        'flex h-8 shrink-0 items-center gap-2 whitespace-nowrap rounded-full px-3 font-medium outline-none focus-visible:ring-2 focus-visible:ring-accent max-sm:h-10 max-sm:px-1.5',
        available && !vain && 'sm:bg-ok-soft sm:text-ok',
        vain && 'sm:bg-waiting-soft text-waiting',
        !available && 'sm:bg-sunk sm:text-muted',
      )}
    >
      <span
        aria-hidden="true"
        className={clsx(
          'flex h-4 w-7 shrink-0 items-center rounded-full p-0.5 transition-colors',
          available ? 'bg-ok' : 'bg-edge',
        )}
      >
        <span className={clsx('size-3 rounded-full bg-surface transition-transform', available && 'translate-x-3')} />
      </span>
      <span aria-hidden="true" className="max-md:hidden">
        {label}
      </span>
      {vain && (
        <span aria-hidden="true" className="flex items-center gap-1">
          <Clock3Icon className="size-4 shrink-0" />
          <span className="max-lg:hidden">{t('closed')}</span>
        </span>
      )}
      <span id={id} hidden>
        {t('closedHint')}
      </span>
    </button>
  )
}
