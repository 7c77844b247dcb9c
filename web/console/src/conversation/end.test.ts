// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type End, keepEnd } from './end'

let resized: () => void
const size = { content: 1000, box: 400 }
let box: HTMLElement
let end: End
const reached = vi.fn()
const scrolledTo = (top: number) => {
  box.scrollTop = top
  box.dispatchEvent(new Event('scroll'))
}
const atEnd = () => box.scrollTop + size.box >= size.content

beforeEach(() => {
  Object.assign(size, { content: 1000, box: 400 })
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(run: () => void) {
        resized = run
      }
      observe() {}
      disconnect() {}
    },
  )
  box = document.createElement('div')
  let top = 0
  Object.defineProperties(box, {
    scrollHeight: { get: () => size.content },
    clientHeight: { get: () => size.box },
    scrollTop: { get: () => top, set: (to: number) => (top = Math.max(0, Math.min(to, size.content - size.box))) },
  })
  end = keepEnd(box, box, reached)
  end.go()
})
afterEach(() => {
  end.stop()
  vi.clearAllMocks()
})

describe('the end of a log', () => {
  it('stays in sight when many lines come in above the last one, as after a break', () => {
    size.content = 5000
    // The browser holds what was in view where it is, and says that it scrolled.
    scrolledTo(2100)
    resized()
    expect([end.isThere(), atEnd()]).toEqual([true, true])
  })

  it('stays in sight when the composer grows and shrinks, or a notice comes', () => {
    for (const height of [250, 400, 330]) {
      size.box = height
      resized()
      expect(atEnd()).toBe(true)
    }
  })

  it('is left when the reader has scrolled back, though the browser has not said so yet when lines come in', () => {
    box.scrollTop = 100
    size.content = 1200
    resized()
    expect([end.isThere(), box.scrollTop]).toEqual([false, 100])
  })

  it('is left when the reader scrolls back, and taken up when he is there again', () => {
    scrolledTo(100)
    size.content = 1200
    resized()
    expect([end.isThere(), box.scrollTop]).toEqual([false, 100])
    scrolledTo(790)
    expect([end.isThere(), reached.mock.calls.length]).toEqual([true, 1])
  })
})
