// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { beforeAll, expect, it, vi } from 'vitest'
import { startWords } from '../i18n'
import { queries } from '../state/api'
import { Filters } from './Filters'

beforeAll(startWords)

it('days that lead backwards are said so, at both fields', () => {
  vi.stubGlobal('fetch', () => new Promise(() => {}))
  const from = (day: string) => (
    <QueryClientProvider client={queries}>
      <Filters filter={{ from: day, to: '2026-11-22' }} narrowed onChange={() => {}} onClear={() => {}} />
    </QueryClientProvider>
  )
  const { rerender } = render(from('2026-11-22'))
  expect(screen.getByRole('status').textContent).toBe('')
  rerender(from('2026-11-23'))
  const told = screen.getByText('From is after To: no day is between them.')
  for (const field of ['From', 'To']) {
    expect(screen.getByLabelText(field).getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByLabelText(field).getAttribute('aria-describedby')).toBe(told.id)
  }
})
