// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { startWords } from '../i18n'
import { LiveHelpSettings } from './LiveHelpSettings'

const put = vi.hoisted(() => vi.fn(async () => {}))
vi.mock('../state/api', async (original) => ({ ...(await original<object>()), api: { put } }))
// Whether one leaves with something unsaved is the router's affair.
vi.mock('@tanstack/react-router', () => ({ useBlocker: () => ({ status: 'idle' }) }))

const closed = Array.from({ length: 7 }, () => [])
const stored = {
  responseTimeout: 30,
  listExpiration: 60,
  waitingGone: 60,
  operatorAway: 60,
  maxChats: 3,
  queueLength: 10,
  messageLength: 4000,
  maxFile: 10,
  routing: 'first-available',
  hours: { limited: false, timeZone: '', week: closed, holidays: [] },
} as unknown as Schemas['Settings']

describe('Live Help', () => {
  beforeAll(startWords)
  afterEach(cleanup)

  it('does not send hours that were put away half edited', async () => {
    render(<LiveHelpSettings settings={stored} me={{ administrator: true } as Schemas['Operator']} />)
    fireEvent.click(screen.getByRole('radio', { name: 'Only in these hours' }))
    fireEvent.click(screen.getByRole('button', { name: 'Add hours on Monday' }))
    fireEvent.change(screen.getByLabelText('Monday, from'), { target: { value: '' } })
    fireEvent.click(screen.getByRole('radio', { name: 'Always' }))
    fireEvent.change(screen.getByLabelText('Maximum number of chats'), { target: { value: '5' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(put).toHaveBeenCalledWith('/settings', { ...stored, maxChats: 5 }))
  })
})
