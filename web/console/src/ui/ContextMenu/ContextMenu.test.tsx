// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ContextMenu } from '.'

const run = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  render(
    <ContextMenu partsFor={() => [{ name: 'view', label: 'View profile', run }]}>
      <button type="button">Berlin</button>
    </ContextMenu>,
  )
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const badge = () => screen.getByText('Berlin')
const item = () => screen.queryByRole('menuitem', { name: 'View profile' })
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

/** The finger comes down on the badge and stays until the menu has been there for a while. */
const press = async () => {
  const touch = { clientX: 20, clientY: 20 }
  fireEvent.touchStart(badge(), { touches: [touch] })
  await pass(600)
  expect(item()).not.toBeNull()
  await pass(1000)
}
const lift = () => fireEvent.touchEnd(badge(), { touches: [] })
/** What a browser makes of a touch that it takes for a tap: the menu is there, so that it falls beside it. */
const click = async () => {
  for (const event of ['mouseDown', 'mouseUp', 'click'] as const) fireEvent[event](document.body, { button: 0, detail: 1 })
  await pass(50)
}
const tap = () => {
  fireEvent.pointerDown(document.body, { pointerType: 'touch', button: 0 })
  return click()
}

describe('a menu opened by a long press', () => {
  it('stays when the finger is lifted and the browser makes a click of it', async () => {
    await press()
    lift()
    await click()
    expect(item()).not.toBeNull()
  })

  it('stays where the browser has opened it before the finger is lifted', async () => {
    fireEvent.touchStart(badge(), { touches: [{ clientX: 20, clientY: 20 }] })
    fireEvent.contextMenu(badge(), { clientX: 20, clientY: 20 })
    await pass(50)
    lift()
    await click()
    expect(item()).not.toBeNull()
  })

  it('is answered at once by the line pressed, and by Escape', async () => {
    await press()
    lift()
    fireEvent.click(item() as HTMLElement)
    await pass(50)
    expect(run).toHaveBeenCalledOnce()
    expect(item()).toBeNull()
    await press()
    lift()
    fireEvent.keyDown(item() as HTMLElement, { key: 'Escape' })
    await pass(50)
    expect(item()).toBeNull()
  })

  it('goes by the next tap beside it', async () => {
    await press()
    lift()
    await click()
    await pass(400)
    await tap()
    expect(item()).toBeNull()
  })
})
