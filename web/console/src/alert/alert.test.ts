// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $conversations, $me, $visits } from '../state/live'
import { $profiles, showProfile } from '../state/profiles'
import { $toasts } from '../ui/Toast/toasts'
import { announceConversation } from './alert'

const conversation = (id: string, visit: string) =>
  ({ id, visit, visitor: `of-${visit}`, visitorName: id, operator: 'ana', state: 'open' }) as Schemas['Conversation']
const visit = (id: string) => ({ id, visitor: `of-${id}`, presence: 'here' }) as Schemas['Visit']
const front = () => {
  const { open, active } = $profiles.get()
  return { visit: active, tab: open.find((one) => one.visit.id === active)?.tab }
}

describe('announceConversation', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    $me.set('ana')
    $visits.set({ v1: visit('v1'), v2: visit('v2') })
    $conversations.set({})
    $profiles.set({ open: [] })
    $toasts.set([])
  })
  afterEach(() => {
    vi.runOnlyPendingTimers()
    vi.useRealTimers()
  })

  it('S-28: shows the conversation on Live Communication', async () => {
    announceConversation(conversation('c1', 'v1'))
    await vi.waitFor(() => expect(front()).toEqual({ visit: 'v1', tab: 'live' }))
  })

  it('S-28: turns to Live Communication where the profile is open on another tab', async () => {
    await showProfile('v1', 'general')
    announceConversation(conversation('c1', 'v1'))
    await vi.waitFor(() => expect(front()).toEqual({ visit: 'v1', tab: 'live' }))
  })

  it('S-29: does not push away another talk; a notice leads to the new one', async () => {
    const first = conversation('c1', 'v1')
    $conversations.set({ c1: first })
    await showProfile('v1', 'live')
    announceConversation(conversation('c2', 'v2'))
    expect(front()).toEqual({ visit: 'v1', tab: 'live' })
    $toasts.get()[0]?.action?.run()
    await vi.waitFor(() => expect(front()).toEqual({ visit: 'v2', tab: 'live' }))
  })

  it('finds the visitor who came back in a later visit', async () => {
    $visits.set({ v3: { ...visit('v3'), visitor: 'of-v1' } })
    announceConversation(conversation('c1', 'v1'))
    await vi.waitFor(() => expect(front().visit).toBe('v3'))
  })
})
