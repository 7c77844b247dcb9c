import { Switch as Base } from '@base-ui/react/switch'

/** Switch turns something on and off at once. Its label stands beside it and is its name. */
export function Switch({
  label,
  checked,
  onChange,
  disabled,
}: {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}) {
  return (
    <Base.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      className="inline-flex h-5 w-8 shrink-0 items-center rounded-full border border-line bg-sunk p-0.5 outline-none transition-colors focus-visible:ring-2 focus-visible:ring-accent data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
    >
      <Base.Thumb className="size-3.5 rounded-full bg-muted transition-transform data-checked:translate-x-3 data-checked:bg-on-accent" />
    </Base.Root>
  )
}
