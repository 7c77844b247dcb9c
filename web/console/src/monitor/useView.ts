import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { PHONE } from '../state/place'

const phone = () => matchMedia(PHONE)

/** usePhone is whether the screen is so narrow that zones stand in one list instead of windows. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = phone()
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => phone().matches,
  )
}

/** useSize is the inner size of an element, zero before it is measured. */
export function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const box = element.current
    if (!box) return
    const measure = () => setSize((old) => (same(old, box) ? old : { width: box.clientWidth, height: box.clientHeight }))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => observer.disconnect()
  }, [element])
  return size
}

function same(size: { width: number; height: number }, box: HTMLElement): boolean {
  return size.width === box.clientWidth && size.height === box.clientHeight
}
