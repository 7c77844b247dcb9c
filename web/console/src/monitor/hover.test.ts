// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { $hover, forgetHover, hoverOver, standing } from './hover'
import { beside } from './placing'
import { hasMoved } from './pointer'

let place = { left: 10, top: 10, width: 100 }
let badge: HTMLElement

beforeEach(() => {
  vi.useFakeTimers()
  place = { left: 10, top: 10, width: 100 }
  badge = document.createElement('button')
  badge.dataset.visit = 'v1'
  badge.getBoundingClientRect = () => place as DOMRect
  document.body.append(badge)
})
afterEach(() => {
  forgetHover()
  badge.remove()
  vi.useRealTimers()
})

describe('the card of a badge', () => {
  it('opens beside a badge that is pointed at and stands still', () => {
    hoverOver(badge)
    vi.advanceTimersByTime(400)
    expect($hover.get()).toMatchObject({ kind: 'card', visit: 'v1' })
  })

  it('does not open when the badge has moved, or is gone', () => {
    hoverOver(badge)
    place = { ...place, top: 90 }
    vi.advanceTimersByTime(400)
    expect($hover.get()).toBeUndefined()
    hoverOver(badge)
    badge.remove()
    vi.advanceTimersByTime(400)
    expect($hover.get()).toBeUndefined()
  })

  it('knows whether its badge is where it was', () => {
    const stands = standing(badge)
    expect(stands()).toBe(true)
    place = { ...place, left: 12 }
    expect(stands()).toBe(false)
  })

  it('stands inside the monitor, never over what is beside it', () => {
    const monitor = { left: 0, top: 80, width: 1000, height: 780 }
    const card = { width: 288, height: 200 }
    expect(beside({ left: 900, top: 500, width: 80, height: 70 }, card, monitor)).toEqual({ left: 704, top: 576 })
    expect(beside({ left: 300, top: 700, width: 80, height: 70 }, card, monitor)).toEqual({ left: 300, top: 494 })
    expect(beside({ left: -300, top: 90, width: 80, height: 70 }, card, { ...monitor, left: 216 }).left).toBe(224)
  })
})

describe('a pointer', () => {
  const at = (screenX: number, screenY: number) => new PointerEvent('pointermove', { screenX, screenY })

  it('has moved when it is elsewhere on the screen, not when something slid under it', () => {
    hasMoved(at(1, 1))
    expect(hasMoved(at(5, 5))).toBe(true)
    expect(hasMoved(at(5, 5))).toBe(false)
    const one = at(6, 5)
    expect([hasMoved(one), hasMoved(one)]).toEqual([true, true])
  })
})
