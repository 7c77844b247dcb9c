import clsx from 'clsx'
import { useId } from 'react'

/** RadioChoice asks for one of a few, each with a line of what it means. */
export function RadioChoice<T extends string>(props: {
  label: string
  value: T
  disabled?: boolean
  choices: readonly { value: T; label: string; hint?: string }[]
  onChange: (value: T) => void
}) {
  const id = useId()
  return (
    <fieldset disabled={props.disabled} className="grid gap-2 sm:grid-cols-2">
      <legend className="sr-only">{props.label}</legend>
      {props.choices.map(({ value, label, hint }) => (
        <label
          key={value}
          className={clsx(
            'flex cursor-pointer items-start gap-3 rounded-lg border px-3 py-2.5 has-focus-visible:ring-3 has-focus-visible:ring-soft',
            props.value === value ? 'border-accent' : 'border-line',
          )}
        >
          <input
            type="radio"
            name={id}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
            aria-label={label}
            aria-describedby={hint && `${id}-${value}`}
            className="mt-0.5 accent-accent"
          />
          <span>
            <span className="block font-medium">{label}</span>
            {hint && (
              <span id={`${id}-${value}`} className="block text-muted">
                {hint}
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
