import { atom } from 'nanostores'
import { $visits } from '../state/live'
import { $seen, $windows, isWindowOpen, toggleSleeping, toggleWindow } from '../state/windows'
import { select } from './selection'
import { still } from './travel'

/** $sought is the visit whose badge the operator wants to see, until it is in view. */
export const $sought = atom<string | undefined>(undefined)

/** showOnMonitor brings the badge of a visit into view: its window is opened, sleeping visitors are shown if it is one of them. */
export function showOnMonitor(visit: string): void {
  const known = $visits.get()[visit]
  if (!known) return
  if (known.sleeping && $windows.get().hideSleeping) toggleSleeping()
  if (!isWindowOpen($windows.get(), $seen.get(), known.zone)) toggleWindow(known.zone)
  select(visit)
  $sought.set(visit)
}

/** bringIntoView scrolls no further than it takes to see an element; one that was sought lights up. */
export function bringIntoView(element: Element, sought: boolean): void {
  // Behind a call without braces an arrow function would hand a promise on.
  void element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  if (sought && !still()) element.animate([{ boxShadow: '0 0 0 5px var(--accent)' }, { boxShadow: '0 0 0 0 var(--accent)' }], 900)
}
