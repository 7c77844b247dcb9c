import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import type { Quality } from './quality'

const COLOURS = ['bg-muted', 'bg-bad', 'bg-waiting', 'bg-ok', 'bg-ok'] as const

/** QualitySign says how the connection is, in a word and by bars; what was measured is its tooltip. */
export function QualitySign({ quality }: { quality: Quality }) {
  const { t } = useTranslation('call')
  const { level, loss, jitter, roundTrip } = quality
  const figures = { loss: Math.round(loss * 100), jitter, roundTrip }
  const title = level === 0 ? undefined : t(roundTrip === undefined ? 'figures' : 'figuresFull', figures)
  return (
    <p title={title} className="flex shrink-0 items-center gap-1.5 text-[11.5px] text-muted">
      <span aria-hidden="true" className="flex h-3 items-end gap-0.5">
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            style={{ height: `${bar * 3}px` }}
            className={clsx('w-0.75 rounded-[1px]', bar <= level ? COLOURS[level] : 'bg-line')}
          />
        ))}
      </span>
      <span className="sr-only">{t('quality.label')}: </span>
      <span data-quality={level}>{t(`quality.${level}`)}</span>
    </p>
  )
}
