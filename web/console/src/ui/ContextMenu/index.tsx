import { ContextMenu as Base } from '@base-ui/react/context-menu'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { MenuPart } from '../Menu/entries'
import { floats } from '../Menu/floats'
import { MenuParts, surface } from '../Menu/parts'

interface Props {
  /** partsFor says what the menu of an element has; empty or undefined: there is no menu there, and the browser's own opens. */
  partsFor: (element: Element) => readonly MenuPart[] | undefined
  label?: string
  className?: string
  children: ReactNode
}

/**
 * ContextMenu opens by right click, by the Menu key or Shift+F10, and by a long press. One serves a whole area with thousands of
 * things in it: `partsFor` is asked with the element that was pressed.
 */
export function ContextMenu({ partsFor, label, className, children }: Props) {
  const [parts, setParts] = useState<readonly MenuPart[]>([])
  const aim = (event: { target: EventTarget; preventBaseUIHandler: () => void }) => {
    const found = event.target instanceof Element ? (partsFor(event.target) ?? []) : []
    if (found.length === 0) event.preventBaseUIHandler()
    else setParts(found)
  }
  return (
    <Base.Root>
      <Base.Trigger className={className} onContextMenu={aim} onTouchStart={aim}>
        {children}
      </Base.Trigger>
      <Base.Portal container={floats}>
        <Base.Positioner collisionPadding={8} className="z-50 outline-none">
          <Base.Popup aria-label={label} className={surface}>
            <MenuParts parts={parts} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
