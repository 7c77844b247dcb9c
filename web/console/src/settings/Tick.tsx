import { type ReactNode, useId } from 'react'

/** Tick switches something by a box with a tick; the choice holds at once. */
export function Tick(props: {
  label: string
  hint?: ReactNode
  checked: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}) {
  const { label, hint, checked, disabled } = props
  const id = useId()
  return (
    <label className="flex min-w-0 flex-1 items-start gap-3">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-label={label}
        aria-describedby={hint ? id : undefined}
        onChange={(event) => props.onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span>
        <span className="block font-medium">{label}</span>
        {hint && (
          <span id={id} className="block text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
