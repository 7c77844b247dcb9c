import { type ReactNode, useId } from 'react'

/** Section is a part of a settings page, with its heading. */
export function Section({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div>
        <h2 id={id} className="font-semibold text-[15px]">
          {title}
        </h2>
        {hint && <p className="mt-1 max-w-prose text-muted">{hint}</p>}
      </div>
      {children}
    </section>
  )
}
