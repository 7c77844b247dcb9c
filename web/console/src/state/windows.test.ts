// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $floor } from './floor'
import { $zones } from './live'
import { $seen, $windows, isWindowOpen, openWindows, toggleCompact, toggleSleeping, toggleWindow } from './windows'

const visitors = (...zones: string[]) =>
  Object.fromEntries(zones.map((zone) => [zone, [{ id: zone } as Schemas['Visit']]])) as ReturnType<typeof $floor.get>
const open = () => Object.keys($zones.get()).filter((zone) => isWindowOpen($windows.get(), $seen.get(), zone))

describe('zone windows', () => {
  beforeEach(() => {
    localStorage.clear()
    $floor.set({})
    $zones.set(Object.fromEntries(['rest', 'catalog', 'cart'].map((id) => [id, { id } as Schemas['Zone']])))
    openWindows('ana')
  })

  it('are open, on the very first start, for the zones with visitors (MON-1)', () => {
    expect(open()).toEqual([])
    $floor.set(visitors('catalog'))
    expect(open()).toEqual(['catalog'])
    $floor.set({ ...visitors('cart'), catalog: [] })
    expect(open()).toEqual(['catalog', 'cart'])
  })

  it('stay as the operator has them: what he closed stays closed, and nothing opens by itself any more', () => {
    $floor.set(visitors('catalog', 'cart'))
    toggleWindow('catalog')
    $floor.set(visitors('catalog', 'cart', 'rest'))
    expect(open()).toEqual(['cart'])
    toggleWindow('catalog')
    expect(open()).toEqual(['catalog', 'cart'])
  })

  it('are remembered for each operator', () => {
    $floor.set(visitors('catalog', 'cart'))
    toggleWindow('catalog')
    toggleCompact('cart')
    toggleSleeping()
    openWindows('ben')
    expect($windows.get()).toMatchObject({ open: undefined, compact: [], hideSleeping: false })
    openWindows('ana')
    expect($windows.get()).toEqual({ open: ['cart'], compact: ['cart'], hideSleeping: true })
  })

  it('open as on a first start when what was remembered can not be read', () => {
    localStorage.setItem('beckon.windows.ana', '{"open":7')
    openWindows('ana')
    expect($windows.get().open).toBeUndefined()
    localStorage.setItem('beckon.windows.ana', '{"open":7,"compact":[1],"hideSleeping":"yes"}')
    openWindows('ana')
    expect($windows.get()).toEqual({ open: undefined, compact: [], hideSleeping: false })
  })
})
