// @vitest-environment happy-dom
import { render } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { MarkedText } from './MarkedText'
import { markup } from './markup'

vi.mock('./markup', async (original) => {
  const { markup } = await original<typeof import('./markup')>()
  return { markup: vi.fn(markup) }
})

it('reads a text once, however often the talk round it is drawn', () => {
  const talk = (width: number) => (
    <div style={{ width }}>
      <MarkedText text="*Bold* and plain" />
    </div>
  )
  const { container, rerender } = render(talk(1))
  rerender(talk(2))
  expect(container.querySelector('b')?.textContent).toBe('Bold')
  expect(vi.mocked(markup)).toHaveBeenCalledTimes(1)
})
