import type { FocusEvent, KeyboardEvent, MouseEvent, PointerEvent } from 'react'
import { engage, viewProfile } from '../command/visitor'
import { forgetHover, hoverOver, leaveHover } from './hover'
import { hasMoved } from './pointer'
import { select } from './selection'

/** LONG is how long a finger may rest for a tap; longer is a long press, which opens the menu. */
const LONG = 450

/** badgeHandlers are what the pointer does to a badge: the same functions for every badge. */
export const badgeHandlers = {
  onClick,
  onDoubleClick,
  onPointerDown,
  onPointerMove,
  onPointerLeave: leaveHover,
  onFocus,
  onBlur: forgetHover,
}

const COMMANDS = [viewProfile, engage]

let pressedAt = 0

/** visitAt is the visit whose badge an element belongs to. */
export function visitAt(element: Element): string | undefined {
  return element.closest<HTMLElement>('[data-visit]')?.dataset.visit
}

/** commandKey carries out the command that a key stands for on a badge; it returns whether there is one. */
export function commandKey(event: KeyboardEvent, visit: string): boolean {
  const command = COMMANDS.find((one) => one.keys?.(event) && (one.right?.(visit) ?? true))
  if (!command) return false
  event.preventDefault()
  forgetHover()
  command.run(visit)
  return true
}

/** menuKey opens the menu of a badge where the browser has no key for that; it returns whether it did. */
export function menuKey(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== 'F10' || !event.shiftKey || !/mac/i.test(navigator.platform)) return false
  event.preventDefault()
  const { left, bottom } = event.currentTarget.getBoundingClientRect()
  const init = { bubbles: true, cancelable: true, clientX: left + 24, clientY: bottom - 8 }
  event.currentTarget.dispatchEvent(new window.MouseEvent('contextmenu', init))
  return true
}

function onClick(event: MouseEvent<HTMLElement>): void {
  const visit = visitAt(event.currentTarget)
  if (visit === undefined) return
  select(visit)
  // A tap, and the click that assistive technology makes, open; a mouse opens by a double click.
  const { pointerType } = event.nativeEvent as globalThis.PointerEvent
  const tapped = pointerType === 'touch' && event.timeStamp - pressedAt < LONG
  if (tapped || event.detail === 0) viewProfile.run(visit)
}

function onDoubleClick(event: MouseEvent<HTMLElement>): void {
  const visit = visitAt(event.currentTarget)
  forgetHover()
  if (visit !== undefined) viewProfile.run(visit)
}

function onPointerDown(event: PointerEvent<HTMLElement>): void {
  pressedAt = event.timeStamp
  forgetHover()
}

// A badge that slides under a resting pointer has not been pointed at.
function onPointerMove(event: PointerEvent<HTMLElement>): void {
  if (event.pointerType === 'mouse' && event.buttons === 0 && hasMoved(event.nativeEvent)) hoverOver(event.target as Element)
}

function onFocus(event: FocusEvent<HTMLElement>): void {
  const visit = visitAt(event.currentTarget)
  if (visit === undefined) return
  select(visit)
  if (event.currentTarget.matches(':focus-visible')) hoverOver(event.currentTarget)
}
