// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { startWords } from '../i18n'
import { $session, operatorChanged } from '../state/session'
import { Preview } from './Preview'

const DEFAULT = 'Hello! I’m %name% of %site%, %visitor%.'
const operator = { id: 'ana', name: 'Ana' } as Schemas['Operator']

beforeAll(startWords)
beforeEach(() => {
  vi.useFakeTimers()
  $session.set({ state: 'in', me: { operator } as Schemas['Me'] })
  // The server fills in what is stored.
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    const session = $session.get()
    const name = (session.state === 'in' && session.me.operator.name) || 'Operator'
    const { text } = JSON.parse(body) as { text: string }
    return new Response(
      JSON.stringify({ text: text.replace('%name%', name).replace('%site%', 'Shop').replace('%visitor%', 'Site visitor') }),
    )
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  $session.set({ state: 'unknown' })
})

const settled = () => act(() => vi.advanceTimersByTimeAsync(300))
const read = () => screen.getByText(/^Reads:/, { ignore: '[aria-hidden]' }).textContent

describe('the preview of an invitation', () => {
  it('has the names that are not saved yet, whatever stands in them', async () => {
    const { rerender } = render(<Preview template={DEFAULT} pending={{ name: 'Zoë $&', visitor: 'Guest' }} />)
    await settled()
    expect(read()).toBe('Reads: “Hello! I’m Zoë $& of Shop, Guest.”')
    rerender(<Preview template={DEFAULT} pending={{ name: ' ', visitor: 'Guest' }} />)
    await settled()
    expect(read()).toBe('Reads: “Hello! I’m Operator of Shop, Guest.”')
  })

  it('follows the stored name of the operator', async () => {
    render(<Preview template={DEFAULT} />)
    await settled()
    expect(read()).toContain('I’m Ana of')
    act(() => operatorChanged({ ...operator, name: '' }))
    await settled()
    expect(read()).toContain('I’m Operator of')
  })
})
