import clsx from 'clsx'
import { CircleAlertIcon, CircleCheckIcon, TriangleAlertIcon } from 'lucide-react'
import type { ReactNode } from 'react'

const TONES = {
  ok: { icon: CircleCheckIcon, colour: 'text-ok' },
  waiting: { icon: TriangleAlertIcon, colour: 'text-waiting' },
  bad: { icon: CircleAlertIcon, colour: 'text-bad' },
} as const

/** Notice says in a sentence how something stands; its sign has the colour, its words stay readable. */
export function Notice({ tone, children, boxed }: { tone: keyof typeof TONES; children: ReactNode; boxed?: boolean }) {
  const { icon: Icon, colour } = TONES[tone]
  return (
    <p className={clsx('flex items-start gap-2', boxed && 'rounded-lg border border-line bg-sunk px-3 py-2')}>
      <Icon aria-hidden="true" className={clsx('mt-0.5 size-3.5 shrink-0', colour)} />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  )
}
