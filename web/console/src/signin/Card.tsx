import type { ReactNode } from 'react'
import { BrandMark } from '../ui/BrandMark'

/** Card is the sheet of those screens that come before the console: one form, in the middle. */
export function Card({
  title,
  intro,
  wide,
  children,
}: {
  title: string
  intro?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  return (
    <main className="flex h-full overflow-y-auto p-4">
      <div
        className={`m-auto w-full animate-appear rounded-window border border-line bg-surface p-7 max-sm:p-5 ${wide ? 'max-w-xl' : 'max-w-90'}`}
      >
        <BrandMark size={32} />
        <h1 className="mt-4 font-[650] text-[20px]">{title}</h1>
        {intro && <p className="mt-1 text-muted">{intro}</p>}
        <div className="mt-5">{children}</div>
      </div>
    </main>
  )
}

/** Told says what is wrong with the form as a whole; it is read aloud when it comes. */
export function Told({ children }: { children?: ReactNode }) {
  return (
    <p role="alert" className="text-bad empty:hidden">
      {children}
    </p>
  )
}
