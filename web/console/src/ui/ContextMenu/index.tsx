import { ContextMenu as Base } from '@base-ui/react/context-menu'
import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
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

/** AFTER_LIFT is for how many milliseconds after the finger was lifted the browser may still make a click of it. */
const AFTER_LIFT = 400

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
  // On a busy machine the browser takes a long press for a tap, and the click of that tap would close what the press has opened.
  const finger = useRef({ down: false, lifted: Number.NEGATIVE_INFINITY })
  const onTouchStart = (event: Parameters<typeof aim>[0]) => {
    aim(event)
    finger.current.down = true
    const lift = ({ timeStamp }: Event) => {
      finger.current = { down: false, lifted: timeStamp }
      for (const type of ['touchend', 'touchcancel']) document.removeEventListener(type, lift, true)
    }
    for (const type of ['touchend', 'touchcancel']) document.addEventListener(type, lift, true)
  }
  const onOpenChange = (open: boolean, details: Base.Root.ChangeEventDetails) => {
    const { down, lifted } = finger.current
    const ofThePress = down || details.event.timeStamp - lifted < AFTER_LIFT
    if (!open && ofThePress && details.reason !== 'item-press' && details.reason !== 'escape-key') details.cancel()
  }
  return (
    <Base.Root onOpenChange={onOpenChange}>
      <Base.Trigger className={className} onContextMenu={aim} onTouchStart={onTouchStart}>
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
