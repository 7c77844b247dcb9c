import { useStore } from '@nanostores/react'
import { MoonIcon, MoonStarIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf } from '../command/command'
import { sleepingVisitors } from '../command/console'
import { $floor, $now, freshIn } from '../state/floor'
import { $sites } from '../state/live'
import { $pictureTime } from '../state/pictureTime'
import { $windows } from '../state/windows'
import { Button } from '../ui/Button'

const FRESH = 5 * 60_000

/** Head says how many visitors there are and how many came just now, and hides or shows sleeping ones (MON-4). */
export function Head() {
  const { t } = useTranslation('monitor')
  const { here } = useStore($now)
  const sites = Object.keys(useStore($sites)).length
  const fresh = useFresh()
  useStore($windows) // its label depends on it
  const words = [t('onSites', { count: sites }), fresh > 0 ? t('fresh', { count: fresh }) : t('none')].join(', ')
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 max-md:px-4">
      <h1 className="font-[650] text-[20px] tabular-nums tracking-[-0.01em]">{t('visitors', { count: here })}</h1>
      <p className="min-w-0 flex-1 truncate text-muted tabular-nums max-md:order-last max-md:basis-full" title={words}>
        {words}
      </p>
      <SleepingButton />
    </div>
  )
}

function SleepingButton() {
  const { t } = useTranslation('commands')
  const { hideSleeping } = useStore($windows)
  return (
    <Button icon={hideSleeping ? <MoonStarIcon /> : <MoonIcon />} onClick={() => sleepingVisitors.run()}>
      {t(labelOf(sleepingVisitors, undefined) as 'hideSleeping')}
    </Button>
  )
}

function useFresh(): number {
  const [fresh, setFresh] = useState(0)
  useEffect(() => $pictureTime.subscribe((now) => setFresh(freshIn($floor.get(), now - FRESH))), [])
  return fresh
}
