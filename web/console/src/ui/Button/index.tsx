import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

const KINDS = {
  primary: 'bg-accent text-on-accent enabled:hover:brightness-110',
  plain: 'border border-line bg-surface enabled:hover:bg-sunk',
  quiet: 'text-muted enabled:hover:bg-sunk enabled:hover:text-text',
  danger: 'border border-line bg-surface text-bad enabled:hover:border-bad',
}

/** Button does one thing. At most one on a screen is `primary`; `danger` ends or deletes. */
export function Button({
  kind = 'plain',
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { kind?: keyof typeof KINDS; icon?: ReactNode }) {
  return (
    <button
      type={type}
      className={clsx(
        'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control px-3 font-medium whitespace-nowrap outline-none pointer-coarse:h-10',
        'focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-offset-2 focus-visible:ring-offset-surface',
        'disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]',
        KINDS[kind],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
}
