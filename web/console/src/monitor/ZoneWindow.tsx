import clsx from 'clsx'
import { LayoutGridIcon, Rows3Icon, XIcon } from 'lucide-react'
import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { toggleCompact, toggleWindow } from '../state/windows'
import { IconButton } from '../ui/IconButton'
import { BadgeGrid } from './BadgeGrid'

/** ZoneWindowProps are what a zone window depends on. */
export interface ZoneWindowProps {
  zone: Schemas['Zone']
  visits: readonly Schemas['Visit'][]
  compact: boolean
  hideSleeping: boolean
  /** It is no more than its title bar. */
  folded: boolean
  left?: number
  top?: number
  width?: number
  height?: number
}

/** ZoneWindow shows the badges of the visitors who are in a zone (MON-2). */
export const ZoneWindow = memo(function ZoneWindow(props: ZoneWindowProps) {
  const { zone, visits, compact, hideSleeping, folded, left, top, width, height } = props
  const { t } = useTranslation('monitor')
  const shown = useMemo(() => (hideSleeping ? visits.filter((visit) => !visit.sleeping) : visits), [visits, hideSleeping])
  const hidden = visits.length - shown.length
  return (
    <section
      aria-label={zone.name}
      style={{ left, top, width, height }}
      className="absolute flex flex-col overflow-hidden rounded-[12px] border border-line bg-surface"
    >
      <header
        data-gate={zone.id}
        style={{ borderTopColor: zone.colour }}
        className={clsx('flex h-10 shrink-0 items-center gap-0.5 border-t-3 pr-1.5 pl-3', !folded && 'border-b border-b-line')}
      >
        <h2 className="min-w-0 truncate font-semibold">{zone.name}</h2>
        <span className="min-w-0 flex-1 truncate pl-1.5 text-muted tabular-nums">
          {visits.length}
          {folded && hidden > 0 && ` · ${t('allSleep')}`}
        </span>
        <IconButton
          label={compact ? t('detailed') : t('compact')}
          icon={compact ? <Rows3Icon /> : <LayoutGridIcon />}
          onClick={() => toggleCompact(zone.id)}
        />
        <IconButton label={t('closeZone', { name: zone.name })} icon={<XIcon />} onClick={() => toggleWindow(zone.id)} />
      </header>
      {shown.length > 0 ? (
        <BadgeGrid zone={zone} visits={shown} compact={compact} made={`${compact} ${hideSleeping}`} />
      ) : (
        !folded && <p className="m-auto p-4 text-center text-muted">{hidden > 0 ? t('allSleep') : t('emptyZone')}</p>
      )}
      {hidden > 0 && shown.length > 0 && (
        <p className="shrink-0 px-3 pb-2 text-[11.5px] text-muted">{t('hiddenHere', { count: hidden })}</p>
      )}
    </section>
  )
})
