import type { ReactNode } from 'react'

/** Scroll is the part of a profile's tab that scrolls; without anything to focus in it, it takes the focus itself, so that keys move it. */
export function Scroll({ children }: { children: ReactNode }) {
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto px-4 py-4 outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
    >
      {children}
    </div>
  )
}
