import { LEVELS, levelOf } from './tokens'
import { type Words, wordsOfPages } from './tokenWords'

const HEIGHTS = ['h-0.75', 'h-1.25', 'h-1.75', 'h-2.25', 'h-2.75'] as const

/** Indicator shows the pages seen as a level of five bars. */
export function Indicator({ pages, t }: { pages: number; t: Words }) {
  const level = levelOf(pages)
  return (
    <span aria-hidden="true" data-tip={wordsOfPages(t, pages)} data-level={level} className="fade flex items-end gap-0.5 py-1">
      {Array.from({ length: LEVELS }, (_, bar) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five bars that never change places
        <span key={bar} className={`w-0.75 rounded-[1px] ${HEIGHTS[bar]} ${bar < level ? 'bg-muted' : 'bg-line'}`} />
      ))}
    </span>
  )
}
