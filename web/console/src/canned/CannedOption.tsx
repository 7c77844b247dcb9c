import clsx from 'clsx'
import type { Schemas } from '../../../wire/frames'

/** CannedOption shows a canned message in a list to choose from. */
export function CannedOption({ canned, active }: { canned: Schemas['Canned']; active: boolean }) {
  return (
    <>
      <p className="flex items-baseline gap-2">
        <span className="min-w-0 truncate font-medium">{canned.title}</span>
        {canned.shortcut && <span className="ml-auto shrink-0 text-[11.5px] text-muted">/{canned.shortcut}</span>}
      </p>
      <p className={clsx('line-clamp-2 wrap-anywhere', active ? 'text-text' : 'text-muted')}>{canned.text}</p>
    </>
  )
}
