import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

interface Labelled {
  label: string
  hint?: ReactNode
  /** What is wrong with the value, in words; marks the field as invalid. */
  error?: string
}

type Typed<Element extends 'input' | 'textarea'> = Labelled & {
  value: string
  onChange: (text: string) => void
} & Omit<ComponentProps<Element>, 'onChange' | 'value'>

const box = [
  'w-full rounded-control border border-edge/55 bg-surface px-2.5 outline-none placeholder:text-muted',
  'focus:border-accent focus:ring-3 focus:ring-soft disabled:bg-sunk disabled:text-muted',
  'aria-invalid:border-bad read-only:bg-sunk',
].join(' ')

/** TextField asks for a line of text. */
export function TextField({ label, hint, error, onChange, className, ...rest }: Typed<'input'>) {
  return (
    <Frame label={label} hint={hint} error={error}>
      {(described) => (
        <input
          className={clsx(box, 'h-8 pointer-coarse:h-10', className)}
          onChange={(event) => onChange(event.target.value)}
          {...described}
          {...rest}
        />
      )}
    </Frame>
  )
}

/** TextArea asks for text of several lines. */
export function TextArea({ label, hint, error, onChange, className, ...rest }: Typed<'textarea'>) {
  return (
    <Frame label={label} hint={hint} error={error}>
      {(described) => (
        <textarea
          dir="auto"
          spellCheck
          lang=""
          className={clsx(box, 'min-h-16 py-1.5', className)}
          onChange={(event) => onChange(event.target.value)}
          {...described}
          {...rest}
        />
      )}
    </Frame>
  )
}

interface Described {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

function Frame({ label, hint, error, children }: Labelled & { children: (described: Described) => ReactNode }) {
  const id = useId()
  const told = error ?? hint
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': told ? `${id}-told` : undefined })}
      {told && (
        <p id={`${id}-told`} className={error ? 'text-bad' : 'text-muted'}>
          {told}
        </p>
      )}
    </div>
  )
}
