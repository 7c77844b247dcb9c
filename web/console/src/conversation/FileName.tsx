import clsx from 'clsx'
import { halvesOf } from './files'

/** FileName is the name of a file where there is little room: what it ends with stays. */
export function FileName({ name, className }: { name: string; className?: string }) {
  const [stem, end] = halvesOf(name)
  return (
    <span dir="auto" title={name} className={clsx('flex min-w-0', className)}>
      <span className="truncate">{stem}</span>
      <span className="shrink-0">{end}</span>
    </span>
  )
}
