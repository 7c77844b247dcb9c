import clsx from 'clsx'
import { useId } from 'react'

/** Select chooses one of a few; the browser's own control, because it is the best on every device. */
export function Select<T extends string>(props: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  disabled?: boolean
  className?: string
  onChange: (value: T) => void
}) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.target.value as T)}
        className={clsx(
          'h-8 rounded-lg border border-line bg-surface px-2 outline-none focus:border-accent focus:ring-3 focus:ring-soft disabled:text-muted pointer-coarse:h-11',
          props.className,
        )}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}
