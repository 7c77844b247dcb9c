import { useTranslation } from 'react-i18next'
import { LEVELS, levelOf } from './tokens'

const HEIGHTS = ['h-0.75', 'h-1.25', 'h-1.75', 'h-2.25', 'h-2.75'] as const

/** Indicator shows the pages seen as a level of five bars. */
export function Indicator({ pages }: { pages: number }) {
  const { t } = useTranslation('monitor')
  const level = levelOf(pages)
  return (
    <span
      aria-hidden="true"
      data-tip={t('pages', { count: pages })}
      data-level={level}
      className="fade flex items-end gap-0.5 py-1"
    >
      {Array.from({ length: LEVELS }, (_, bar) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five bars that never change places
        <span key={bar} className={`w-0.75 rounded-[1px] ${HEIGHTS[bar]} ${bar < level ? 'bg-muted' : 'bg-line'}`} />
      ))}
    </span>
  )
}
