import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { unblock } from '../block/block'
import { dateAndTimeOf } from '../conversation/moment'
import { countryOf } from '../profile/described'
import { Button } from '../ui/Button'
import { Flag } from '../ui/Flag'

const PAGE = 100

/** BlockedVisitors lists who is kept out, by whom and since when, and lets them come again (PRV-6). */
export function BlockedVisitors({ blocks }: { blocks: readonly Schemas['Block'][] }) {
  const { t } = useTranslation('block')
  const [most, setMost] = useState(PAGE)
  const rest = blocks.length - most
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-muted">{t('hint')}</p>
      {blocks.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <ul aria-label={t('list')} className="divide-y divide-line rounded-window border border-line bg-surface">
          {blocks.slice(0, most).map((block) => (
            <Row key={block.visitor} block={block} />
          ))}
        </ul>
      )}
      {rest > 0 && (
        <Button className="self-start" onClick={() => setMost(most + PAGE)}>
          {t('more', { count: Math.min(PAGE, rest) })}
        </Button>
      )}
    </div>
  )
}

function Row({ block }: { block: Schemas['Block'] }) {
  const { t } = useTranslation('block')
  const [busy, setBusy] = useState(false)
  const id = useId()
  const run = async () => {
    setBusy(true)
    await unblock(block)
    setBusy(false)
  }
  return (
    <li aria-labelledby={id} className="flex items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          {block.country && <Flag country={block.country} />}
          <span id={id} dir="auto" className="min-w-0 truncate font-medium">
            {block.name}
          </span>
          {block.country && <span className="shrink-0 text-muted">{countryOf(block.country)}</span>}
        </p>
        <p className="text-muted tabular-nums">{t('by', { who: block.byName, at: dateAndTimeOf(block.at) })}</p>
      </div>
      <Button disabled={busy} aria-describedby={id} onClick={() => void run()}>
        {t('unblock')}
      </Button>
    </li>
  )
}
