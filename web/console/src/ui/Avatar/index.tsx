import clsx from 'clsx'

/** initialsOf are the first letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toUpperCase() || 'O'
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
