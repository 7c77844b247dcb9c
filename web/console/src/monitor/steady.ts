import { atom } from 'nanostores'
import { type RefObject, useEffect } from 'react'
import { hasMoved } from './pointer'

/** STILL_AFTER is after how long a pointer that rests on the floor is not at work any more. */
export const STILL_AFTER = 3000
/** SCROLLED is for how long after a turn of the wheel an operator is taken to be scrolling. */
const SCROLLED = 1500
const SCROLLING = ['wheel', 'touchmove'] as const

/** $steady is whether a pointer is at work on the floor: nothing changes its place then, so that nobody presses the wrong badge. */
export const $steady = atom(false)

let timer: ReturnType<typeof setTimeout> | undefined
let scrolled = Number.NEGATIVE_INFINITY

/** isScrolling is whether the operator is scrolling the floor just now. */
export function isScrolling(): boolean {
  return performance.now() - scrolled < SCROLLED
}

/** watchPointer keeps $steady for a floor; the function it returns ends that. */
export function watchPointer(floor: HTMLElement): () => void {
  const work = () => {
    clearTimeout(timer)
    timer = setTimeout(rest, STILL_AFTER)
    $steady.set(true)
  }
  const onMove = (event: PointerEvent) => {
    if (hasMoved(event) && floor.contains(event.target as Node)) work()
  }
  const onScroll = () => {
    scrolled = performance.now()
    work()
  }
  window.addEventListener('pointermove', onMove, true)
  floor.addEventListener('pointerdown', work)
  for (const kind of SCROLLING) floor.addEventListener(kind, onScroll, { passive: true })
  floor.addEventListener('pointerleave', rest)
  return () => {
    window.removeEventListener('pointermove', onMove, true)
    floor.removeEventListener('pointerdown', work)
    for (const kind of SCROLLING) floor.removeEventListener(kind, onScroll)
    floor.removeEventListener('pointerleave', rest)
    rest()
  }
}

/** useSteady keeps $steady for the floor in `element`. */
export function useSteady(element: RefObject<HTMLElement | null>): void {
  useEffect(() => (element.current ? watchPointer(element.current) : undefined), [element])
}

function rest(): void {
  clearTimeout(timer)
  $steady.set(false)
}
