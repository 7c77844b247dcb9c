import { type ReactNode, useId } from 'react'

/** Window is a part of the screen, with its heading. */
export function Window(props: { title: string; count?: number; more?: string; children: ReactNode }) {
  const { title, count, more, children } = props
  const id = useId()
  return (
    <section aria-labelledby={id} className="min-w-0 overflow-hidden rounded-window border border-line bg-surface">
      <h2 id={id} className="flex items-center gap-2 border-line border-b px-4 py-2.5 font-semibold">
        {title}
        {count !== undefined && count > 0 && (
          <span aria-hidden="true" className="font-normal text-muted tabular-nums">
            {count}
          </span>
        )}
        {more && <span className="ml-auto font-normal text-muted tabular-nums">{more}</span>}
      </h2>
      {children}
    </section>
  )
}

/** Empty says what a part of the screen will hold. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="max-w-prose px-4 py-6 text-muted">{children}</p>
}
