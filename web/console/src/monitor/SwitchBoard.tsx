import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import { $floor, $now, $plan, type Placed, visitsIn } from '../state/floor'
import { $queue } from '../state/live'
import { $seen, $windows, isWindowOpen, toggleWindow } from '../state/windows'
import { KeptOut } from './KeptOut'

/** SwitchBoard has a button for every zone, which opens and closes its window, and the figures of the whole floor (MON-1). */
export function SwitchBoard() {
  const { t } = useTranslation('monitor')
  const plan = useStore($plan)
  const floor = useStore($floor)
  return (
    <aside
      aria-label={t('zones')}
      className="flex w-54 shrink-0 flex-col overflow-y-auto border-line border-r bg-surface px-2 py-4"
    >
      <h2 className="px-2.5 pb-2 font-semibold text-[11px] text-muted uppercase tracking-wide">{t('zones')}</h2>
      <ul className="mb-5 flex flex-col gap-px">
        {plan.map((placed) => (
          <li key={placed.zone.id}>
            <ZoneButton placed={placed} count={visitsIn(floor, placed.zone.id).length} />
          </li>
        ))}
      </ul>
      <h2 className="px-2.5 pb-2 font-semibold text-[11px] text-muted uppercase tracking-wide">{t('now')}</h2>
      <Figures />
    </aside>
  )
}

function ZoneButton({ placed: { zone, depth }, count }: { placed: Placed; count: number }) {
  const { t } = useTranslation('monitor')
  const open = isWindowOpen(useStore($windows), useStore($seen), zone.id)
  return (
    <button
      type="button"
      data-gate={zone.id}
      aria-pressed={open}
      aria-label={t('zone', { name: zone.name, count })}
      onClick={() => toggleWindow(zone.id)}
      style={{ paddingLeft: 10 + 18 * Math.min(depth, 4) }}
      className="flex h-7.5 w-full items-center gap-2.5 rounded-lg pr-2.5 text-left outline-none transition-colors hover:bg-sunk focus-visible:outline-2 focus-visible:outline-accent pointer-coarse:h-11"
    >
      <span
        aria-hidden="true"
        className="size-2.5 shrink-0 rounded-[3px] border-2"
        style={{ borderColor: zone.colour, backgroundColor: open ? zone.colour : 'transparent' }}
      />
      <span className={clsx('min-w-0 flex-1 truncate', open ? 'font-medium' : 'text-muted')}>{zone.name}</span>
      <span className="text-muted tabular-nums">{count}</span>
    </button>
  )
}

function Figures() {
  const { t } = useTranslation('monitor')
  const { here, talking, sleeping } = useStore($now)
  const { hideSleeping } = useStore($windows)
  const waiting = useStore($queue).length
  return (
    <ul className="flex flex-col gap-px">
      <Figure name={t('here')} value={here} strong />
      <Figure name={t('talking')} value={talking} accent={talking > 0} />
      <Figure name={t('waiting')} value={waiting} waiting={waiting > 0} />
      <Figure name={hideSleeping ? t('sleepingHidden') : t('sleeping')} value={sleeping} />
      <li>
        <KeptOut />
      </li>
    </ul>
  )
}

function Figure(props: { name: string; value: number; strong?: boolean; accent?: boolean; waiting?: boolean }) {
  const { name, value, strong, accent, waiting } = props
  const colour = waiting ? 'text-waiting' : accent ? 'text-accent' : strong ? '' : 'text-muted'
  return (
    <li className="flex h-7.5 items-center px-2.5">
      <span className={clsx('flex-1', strong || waiting ? 'font-medium' : 'text-muted', waiting && colour)}>{name}</span>
      <span className={clsx('tabular-nums', (strong || accent || waiting) && 'font-semibold', colour)}>{value}</span>
    </li>
  )
}
