import { Menu as Base } from '@base-ui/react/menu'
import clsx from 'clsx'
import { CheckIcon } from 'lucide-react'
import { ariaKeys, Keys } from '../Keys'
import type { MenuEntry, MenuPart } from './entries'

/** surface is the sheet of every menu. */
export const surface =
  'min-w-52 max-w-[min(320px,calc(100vw-16px))] rounded-window border border-line bg-surface p-1.5 shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'

/** MenuParts are the lines of a menu. */
export function MenuParts({ parts }: { parts: readonly MenuPart[] }) {
  return parts.map((part, i) =>
    part === 'separator' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a gap has nothing else to be known by
      <Base.Separator key={i} className="mx-1 my-1.5 h-px bg-line" />
    ) : (
      <MenuLine key={part.name} entry={part} />
    ),
  )
}

function MenuLine({ entry }: { entry: MenuEntry }) {
  const { label, icon, shortcut, danger, reason, chosen, run } = entry
  const look = clsx(
    'flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2 outline-none select-none pointer-coarse:min-h-11',
    'data-highlighted:bg-soft data-highlighted:text-accent data-disabled:text-muted data-highlighted:data-disabled:bg-sunk',
    '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]',
    danger && 'text-bad data-highlighted:text-bad',
  )
  const inside = (
    <>
      {icon && <span className="text-muted in-data-highlighted:text-current">{icon}</span>}
      <span className="min-w-0 flex-auto whitespace-nowrap">
        {label}
        {reason && <span className="block whitespace-normal text-[11.5px]">{reason}</span>}
      </span>
      {shortcut && (
        <span aria-hidden="true">
          <Keys keys={shortcut} />
        </span>
      )}
    </>
  )
  if (chosen === undefined) {
    return (
      <Base.Item
        className={look}
        label={label}
        aria-keyshortcuts={ariaKeys(shortcut)}
        disabled={reason !== undefined}
        onClick={run}
      >
        {inside}
      </Base.Item>
    )
  }
  return (
    <Base.CheckboxItem
      className={look}
      label={label}
      aria-keyshortcuts={ariaKeys(shortcut)}
      checked={chosen}
      onCheckedChange={run}
      closeOnClick
    >
      {inside}
      <CheckIcon className={chosen ? 'text-accent' : 'invisible'} />
    </Base.CheckboxItem>
  )
}
