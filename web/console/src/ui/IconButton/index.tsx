import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Tooltip } from '../Tooltip'

/** IconButton is a button that shows only an icon; its label is its name and what its tooltip says. */
export function IconButton({
  label,
  icon,
  shortcut,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { label: string; icon: ReactNode; shortcut?: string }) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type={type}
        aria-label={label}
        className={clsx(
          'flex size-7 shrink-0 items-center justify-center rounded-control text-muted outline-none pointer-coarse:size-10',
          'enabled:hover:bg-sunk enabled:hover:text-text focus-visible:ring-2 focus-visible:ring-accent',
          'disabled:opacity-50 [&_svg]:size-4 [&_svg]:stroke-[1.75]',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
