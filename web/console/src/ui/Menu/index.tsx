import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import type { MenuPart } from './entries'
import { floats } from './floats'
import { MenuParts, surface } from './parts'

export type { MenuEntry, MenuPart } from './entries'

interface Props {
  /** The button that opens the menu. */
  trigger: ReactElement
  parts: readonly MenuPart[]
  /** Stands above the lines. */
  head?: ReactNode
  align?: 'start' | 'end'
}

/** Menu opens a list of things to do below a button. */
export function Menu({ trigger, parts, head, align = 'start' }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal container={floats}>
        <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup className={surface}>
            {head}
            <MenuParts parts={parts} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
