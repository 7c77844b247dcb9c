// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startWords } from '../i18n'
import { queries } from '../state/api'
import { Composer } from './Composer'
import { setDraft } from './draft'
import { MESSAGE_LIMIT } from './text'

beforeAll(startWords)
afterEach(cleanup)

it('how much is too much has a line of its own, and belongs to the field', () => {
  vi.stubGlobal('fetch', () => new Promise(() => {}))
  setDraft('c', 'a'.repeat(MESSAGE_LIMIT + 100))
  render(
    <QueryClientProvider client={queries}>
      <Composer conversation="c" />
    </QueryClientProvider>,
  )
  const words = screen.getByText(/100 characters too many/)
  expect(words.parentElement?.contains(screen.getByRole('textbox'))).toBe(true)
  expect(words.closest('div')?.contains(screen.getByRole('textbox'))).toBe(true)
  expect(screen.getByRole('textbox').getAttribute('aria-describedby')).toBe(words.id)
  expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true)
})
