// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $conversations, $me, $visits } from '../state/live'
import { $profiles, showProfile } from '../state/profiles'
import { $toasts } from '../ui/Toast/toasts'
import { announceConversation, announceMessage, announceVisitors, expectConversation } from './alert'
import { openAlerts, switchAlert } from './choice'
import { play } from './sounds'

vi.mock('./sounds', () => ({ play: vi.fn() }))

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
    vi.mocked(play).mockClear()
    localStorage.clear()
    openAlerts('ana')
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

  it('S-28: rings, unless the operator does not want to hear it', () => {
    announceConversation(conversation('c1', 'v1'))
    expect(play).toHaveBeenCalledExactlyOnceWith('request')
    switchAlert('request', false)
    announceConversation(conversation('c2', 'v2'))
    expect(play).toHaveBeenCalledTimes(1)
  })

  it('says nothing of a conversation that the operator himself has just taken up', () => {
    const over = expectConversation('of-v1')
    announceConversation(conversation('c1', 'v1'))
    expect([vi.mocked(play).mock.calls, $toasts.get(), front().visit]).toEqual([[], [], undefined])
    over()
    announceConversation(conversation('c1', 'v1'))
    expect(play).toHaveBeenCalledTimes(1)
  })
})

describe('announceMessage', () => {
  const message = (from: 'visitor' | 'operator' = 'visitor', of = 'c1') =>
    ({ conversation: of, seq: 3, from, text: 'hi', at: 1 }) as Schemas['Message']

  beforeEach(() => {
    localStorage.clear()
    openAlerts('ana')
    vi.mocked(play).mockClear()
    vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    $me.set('ana')
    $visits.set({ v1: visit('v1'), v2: visit('v2') })
    $conversations.set({ c1: conversation('c1', 'v1'), c2: { ...conversation('c2', 'v2'), operator: 'ben' } })
    $profiles.set({ open: [] })
  })

  it('ALT-1: sounds for a message in a chat that is not in view, not for one that the operator reads', async () => {
    announceMessage(message())
    expect(play).toHaveBeenCalledExactlyOnceWith('message')
    await showProfile('v1', 'live')
    announceMessage(message())
    expect(play).toHaveBeenCalledTimes(1)
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    announceMessage(message())
    expect(play).toHaveBeenCalledTimes(2)
  })

  it('is silent about his own words and about a colleague’s chat', () => {
    announceMessage(message('operator'))
    announceMessage(message('visitor', 'c2'))
    expect(play).not.toHaveBeenCalled()
  })
})

describe('announceVisitors', () => {
  it('sounds for those who want it, once for many who come at a time', () => {
    vi.useFakeTimers({ now: 1_000_000 })
    openAlerts('ben')
    vi.mocked(play).mockClear()
    announceVisitors(1)
    expect(play).not.toHaveBeenCalled()
    vi.advanceTimersByTime(10_000)
    switchAlert('visitor', true)
    for (let i = 0; i < 5; i++) announceVisitors(3)
    announceVisitors(0)
    expect(play).toHaveBeenCalledExactlyOnceWith('visitor')
    vi.useRealTimers()
  })
})
