// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { startWords } from '../i18n'
import { $session } from '../state/session'
import { Export } from './Export'

const signedIn = (administrator: boolean) =>
  $session.set({ state: 'in', me: { operator: { id: 'ana', administrator } } as Schemas['Me'] })

describe('Export', () => {
  beforeAll(startWords)
  afterEach(() => {
    cleanup()
    vi.restoreAllMocks()
    $session.set({ state: 'unknown' })
  })

  it.each([
    ['This list as CSV', 'csv'],
    ['This list as JSON', 'json'],
    ['With messages, as JSON Lines', 'jsonl'],
  ])('OPS-9 %s is saved under the filter', async (label, form) => {
    const pressed: HTMLAnchorElement[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      pressed.push(this)
    })
    const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => {})
    signedIn(true)
    render(<Export filter={{ q: 'red bells', tag: 'returns' }} />)
    fireEvent.click(screen.getByRole('button', { name: 'Export' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: label }))
    // Going there would ask whoever has a chat open whether to leave.
    expect(assign).not.toHaveBeenCalled()
    expect(pressed.map((link) => link.hasAttribute('download'))).toEqual([true])
    const address = new URL(pressed[0]?.getAttribute('href') ?? '', 'https://chat.example')
    expect(address.pathname).toBe('/api/v1/conversations/export')
    expect(Object.fromEntries(address.searchParams)).toEqual({ format: form, search: 'red bells', tag: 'returns' })
  })

  it('T-42 is for administrators', () => {
    signedIn(false)
    render(<Export filter={{}} />)
    expect(screen.queryByRole('button')).toBeNull()
  })
})
