// @vitest-environment happy-dom
import { render, screen } from '@testing-library/react'
import { beforeAll, expect, it, vi } from 'vitest'
import { startWords } from '../i18n'
import { type Entry, entriesOf } from './entries'
import { Transcript } from './Transcript'

beforeAll(startWords)

const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    conversation: 'c',
    seq: i + 1,
    id: `id-${i}`,
    from: 'operator' as const,
    text: `Bell ${i + 1}`,
    at: i,
  }))

it('draws a line once, however long the talk grows, and again when it shows something else', () => {
  const menu = vi.fn((_: Entry) => null)
  const talk = (count: number, got: number) => <Transcript entries={entriesOf(lines(count), [], got)} menu={menu} />
  const drawn = () => {
    const keys = menu.mock.calls.map(([entry]) => entry.key)
    menu.mockClear()
    return keys
  }
  const { rerender } = render(talk(50, 50))
  expect(drawn()).toHaveLength(50)
  rerender(talk(51, 51))
  // The time stood below the fiftieth, and stands below the next now.
  expect(drawn()).toEqual(['50', '51'])
  expect(screen.getByText('Bell 51')).toBeTruthy()
  rerender(talk(51, 50))
  expect(drawn()).toEqual(['50', '51'])
  expect(screen.getByText(/^sent$/i)).toBeTruthy()
})
