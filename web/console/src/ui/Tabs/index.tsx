import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

/** Tabs shows one of several panels; the row of tabs is walked with the arrow keys. */
export function Tabs<T extends string>(props: {
  label: string
  value: T
  tabs: readonly { value: T; label: string; panel: ReactNode }[]
  onChange: (value: T) => void
}) {
  return (
    <Base.Root value={props.value} onValueChange={(value: T) => props.onChange(value)} className="flex min-h-0 flex-1 flex-col">
      <Base.List aria-label={props.label} className="flex gap-4 border-line border-b px-4">
        {props.tabs.map(({ value, label }) => (
          <Base.Tab
            key={value}
            value={value}
            className="-mb-px border-transparent border-b-2 px-0.5 py-2 text-muted outline-none hover:text-text focus-visible:ring-2 focus-visible:ring-accent/40 data-active:border-accent data-active:font-semibold data-active:text-text"
          >
            {label}
          </Base.Tab>
        ))}
      </Base.List>
      {props.tabs.map(({ value, panel }) => (
        <Base.Panel key={value} value={value} className="flex min-h-0 flex-1 flex-col outline-none">
          {panel}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
