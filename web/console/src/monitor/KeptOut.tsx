import { useStore } from '@nanostores/react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $keptOut } from '../state/live'
import { Popover } from '../ui/Popover'

const REASONS = ['robots', 'privacy', 'siteOff', 'unknownSite', 'unknownKey', 'overCapacity'] as const

/** KeptOut counts the robots that were kept out and says, when it is pressed, who else is not on the monitor, and why (MON-8). */
export function KeptOut() {
  const { t } = useTranslation('monitor')
  const keptOut = useStore($keptOut)
  const trigger = (
    <button
      type="button"
      className="flex h-7.5 w-full items-center rounded-lg px-2.5 text-left text-muted outline-none transition-colors hover:bg-sunk focus-visible:outline-2 focus-visible:outline-accent pointer-coarse:h-11"
    >
      <span className="flex-1">{t('robots')}</span>
      <span className="tabular-nums">{keptOut?.robots ?? 0}</span>
    </button>
  )
  return (
    <Popover trigger={trigger} title={t('kept.title')}>
      <p className="text-muted">{t('kept.text')}</p>
      {keptOut && <Reasons keptOut={keptOut} />}
    </Popover>
  )
}

function Reasons({ keptOut }: { keptOut: Schemas['KeptOut'] }) {
  const { t } = useTranslation('monitor')
  const reasons = REASONS.filter((reason) => keptOut[reason] > 0)
  const robots = Object.entries(keptOut.robotNames).sort(([, a], [, b]) => b - a)
  if (reasons.length === 0) return <p className="mt-3 font-medium">{t('kept.nobody')}</p>
  return (
    <>
      <dl className="mt-3 flex flex-col gap-2">
        {reasons.map((reason) => (
          <div key={reason} className="grid grid-cols-[1fr_auto]">
            <dt className="font-medium">{t(`kept.${reason}`)}</dt>
            <dd className="font-medium tabular-nums">{keptOut[reason]}</dd>
            <dd className="col-span-2 text-muted">{t(`kept.${reason}Why`)}</dd>
          </div>
        ))}
      </dl>
      {robots.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 font-medium">{t('kept.names')}</h3>
          <ul className="flex flex-col gap-0.5">
            {robots.map(([name, count]) => (
              <li key={name} className="flex gap-3 text-muted">
                <span className="min-w-0 flex-1 truncate">{name}</span>
                <span className="tabular-nums">{count}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
