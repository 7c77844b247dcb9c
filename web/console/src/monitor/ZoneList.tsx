import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { ChevronDownIcon } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $floor, $plan, visitsIn } from '../state/floor'
import { $profiles } from '../state/profiles'
import { $seen, $windows, isWindowOpen, toggleWindow } from '../state/windows'
import { Button } from '../ui/Button'
import { windowOrder } from './arrangement'
import { Badge } from './Badge'
import { commandKey } from './gestures'
import { stepTo } from './roving'
import { $selected } from './selection'
import { usePlaces } from './usePlaces'

const PAGE = 60

/** ZoneList is the floor on a phone: one list by zone, each of which folds up. */
export function ZoneList() {
  const zones = windowOrder(useStore($plan))
  const floor = useStore($floor)
  return (
    <div data-scroller="" className="min-h-0 flex-1 overflow-y-auto pb-4">
      {zones.map((zone) => (
        <ZoneSection key={zone.id} zone={zone} visits={visitsIn(floor, zone.id)} />
      ))}
    </div>
  )
}

function ZoneSection({ zone, visits }: { zone: Schemas['Zone']; visits: readonly Schemas['Visit'][] }) {
  const { t } = useTranslation('monitor')
  const windows = useStore($windows)
  const open = isWindowOpen(windows, useStore($seen), zone.id)
  const shown = windows.hideSleeping ? visits.filter((visit) => !visit.sleeping) : visits
  const hidden = visits.length - shown.length
  return (
    <section aria-label={zone.name}>
      <h2 className="sticky top-0 z-10 border-line border-b bg-background">
        <button
          type="button"
          data-gate={zone.id}
          aria-label={t('zone', { name: zone.name, count: visits.length })}
          aria-expanded={open}
          onClick={() => toggleWindow(zone.id)}
          className="flex h-11 w-full items-center gap-2.5 px-4 outline-none focus-visible:outline-2 focus-visible:outline-accent focus-visible:-outline-offset-2"
        >
          <span aria-hidden="true" className="size-2.5 rounded-[3px]" style={{ backgroundColor: zone.colour }} />
          <span className={clsx('font-semibold', visits.length === 0 && 'text-muted')}>{zone.name}</span>
          <span className="flex-1 text-left text-muted tabular-nums">{visits.length}</span>
          <ChevronDownIcon className={clsx('size-4 text-muted transition-transform', !open && '-rotate-90')} strokeWidth={1.75} />
        </button>
      </h2>
      {open && visits.length === 0 && <p className="px-4 py-3 text-muted">{t('emptyZone')}</p>}
      {open && shown.length > 0 && <Badges zone={zone} visits={shown} compact={windows.compact.includes(zone.id)} />}
      {open && hidden > 0 && (
        <p className="px-4 pb-3 text-muted">{shown.length > 0 ? t('hiddenHere', { count: hidden }) : t('allSleep')}</p>
      )}
    </section>
  )
}

function Badges({ zone, visits, compact }: { zone: Schemas['Zone']; visits: readonly Schemas['Visit'][]; compact: boolean }) {
  const { t } = useTranslation('monitor')
  const [most, setMost] = useState(PAGE)
  const places = usePlaces(visits, `${compact}`)
  const selected = useStore($selected)
  const { open } = useStore($profiles)
  const current = visits.some(({ id }) => id === selected) ? selected : places.find((visit) => visit)?.id
  const rest = places.length - most
  return (
    <div className="px-3 py-2.5">
      <ul
        aria-label={t('inZone', { name: zone.name })}
        data-zone={zone.id}
        className={clsx('grid', compact ? 'auto-rows-[44px] gap-0.5' : 'auto-rows-[74px] gap-2')}
      >
        {places.slice(0, most).map((visit, i) =>
          visit ? (
            <Badge
              key={visit.id}
              visit={visit}
              compact={compact}
              current={visit.id === current}
              selected={visit.id === selected}
              framed={open.some((one) => one.visit.id === visit.id)}
              place={i + 1}
              of={places.length}
              onStep={walkList}
            />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a free place is known by where it is
            <li key={`free ${i}`} aria-hidden="true" />
          ),
        )}
      </ul>
      {rest > 0 && (
        <Button className="mt-3 w-full" onClick={() => setMost(most + PAGE)}>
          {t('more', { count: Math.min(PAGE, rest) })}
        </Button>
      )}
    </div>
  )
}

function walkList(event: KeyboardEvent<HTMLElement>, visit: string): void {
  const badges = [...(event.currentTarget.closest('ul')?.querySelectorAll<HTMLElement>('[data-visit]') ?? [])]
  const next = stepTo(event.key, badges.indexOf(event.currentTarget), badges.length, 1)
  if (next === undefined) return void commandKey(event, visit)
  event.preventDefault()
  badges[next]?.focus()
}
