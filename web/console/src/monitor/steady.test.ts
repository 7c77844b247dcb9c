// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { $steady, isScrolling, STILL_AFTER, watchPointer } from './steady'

let floor: HTMLElement
let stop = () => {}
let x = 0

const move = (to: EventTarget = floor, by = 1) => {
  x += by
  to.dispatchEvent(new PointerEvent('pointermove', { screenX: x, bubbles: true }))
}

beforeEach(() => {
  vi.useFakeTimers()
  floor = document.createElement('main')
  document.body.append(floor)
  stop = watchPointer(floor)
  move(document.body)
})
afterEach(() => {
  stop()
  floor.remove()
  vi.useRealTimers()
})

describe('a pointer at work on the floor', () => {
  it('keeps everything in its place until it has been still for a while', () => {
    expect($steady.get()).toBe(false)
    move()
    vi.advanceTimersByTime(STILL_AFTER - 1)
    move()
    vi.advanceTimersByTime(STILL_AFTER - 1)
    expect($steady.get()).toBe(true)
    vi.advanceTimersByTime(1)
    expect($steady.get()).toBe(false)
  })

  it('or has left', () => {
    move()
    floor.dispatchEvent(new PointerEvent('pointerleave'))
    expect($steady.get()).toBe(false)
  })

  it('is not one that rests while things move under it, nor one elsewhere', () => {
    move(floor, 0)
    expect($steady.get()).toBe(false)
    move(document.body)
    expect($steady.get()).toBe(false)
  })

  it('may scroll', () => {
    vi.advanceTimersByTime(10_000)
    expect(isScrolling()).toBe(false)
    floor.dispatchEvent(new Event('wheel'))
    expect([isScrolling(), $steady.get()]).toEqual([true, true])
    vi.advanceTimersByTime(1500)
    expect(isScrolling()).toBe(false)
  })
})
