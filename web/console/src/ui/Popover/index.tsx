import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

/** Popover shows more beside the control that opened it, without taking the console away. */
export function Popover({ trigger, title, children }: { trigger: ReactElement; title: string; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} side="right" align="start" collisionPadding={8} className="z-50">
          <Base.Popup className="w-[min(320px,calc(100vw-16px))] animate-appear rounded-[14px] border border-line bg-surface p-4 shadow-float outline-none">
            <Base.Title className="mb-1 font-[640] text-[14px]">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
