import clsx from 'clsx'

/** initialsOf are the first letters or digits of the first and the last word of a name that have any. */
export function initialsOf(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [])
  return `${letters[0] ?? ''}${letters.length > 1 ? letters.at(-1) : ''}`.toUpperCase() || 'O'
}

/** Avatar stands for an operator: the initials of the name. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        'flex size-7 shrink-0 items-center justify-center rounded-full bg-[#dccbb4] font-semibold text-[#4a3a22] text-[11px]',
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  )
}
