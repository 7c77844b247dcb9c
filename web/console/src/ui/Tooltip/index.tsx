import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Keys } from '../Keys'

/** Tooltip says in a word what a control is, on hover and on focus. It adds nothing a screen reader would miss. */
export function Tooltip({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactElement }) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={500} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-50">
          <Base.Popup className="flex items-center gap-2 rounded-md bg-text px-2 py-1 text-[11.5px] text-background shadow-float">
            {text}
            {shortcut && <Keys keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** TooltipProvider lets a second tooltip follow the first without waiting again. */
export const TooltipProvider = Base.Provider
