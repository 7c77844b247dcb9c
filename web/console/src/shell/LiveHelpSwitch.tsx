import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import { liveHelp } from '../command/console'
import { useMe } from './useMe'

/** LiveHelpSwitch switches the operator's Live Help and says how it stands (COM-1). */
export function LiveHelpSwitch() {
  const { t } = useTranslation('shell')
  const me = useMe()
  if (!me) return null
  const available = me.operator.liveHelp
  const label = t(available ? 'available' : 'notAvailable')
  return (
    <button
      type="button"
      role="switch"
      aria-checked={available}
      aria-label={label}
      title={label}
      onClick={() => liveHelp.run()}
      className={clsx(
        'flex h-8 shrink-0 items-center gap-2 whitespace-nowrap rounded-full px-3 font-medium outline-none focus-visible:ring-2 focus-visible:ring-accent max-sm:h-10 max-sm:px-1.5',
        available ? 'sm:bg-ok-soft sm:text-ok' : 'sm:bg-sunk sm:text-muted',
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
    </button>
  )
}
