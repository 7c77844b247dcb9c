// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $answered } from '../request/answering'
import { useKeys } from '../shell/useKeys'
import { api } from '../state/api'
import { $conversations, $me, $mine, $requests } from '../state/live'
import { signOut as endSession } from '../state/session'
import { letterOf } from './command'
import { incoming, next } from './request'
import { $signingOut, answerSignOut, askBeforeSignOut } from './signOut'

vi.mock('../state/session', async (original) => ({
  ...(await original<typeof import('../state/session')>()),
  signOut: vi.fn(async () => {}),
}))

const press = (target: Element, init: KeyboardEventInit) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
const rings = () =>
  $requests.set({
    r1: {
      id: 'r1',
      visitor: 'v1',
      state: 'waiting',
      asked: 1,
      passes: [],
      ringing: [{ operator: 'ana', until: Date.now() + 30_000 }],
    } as unknown as Schemas['Request'],
  })
const asked = () => vi.mocked(api.post).mock.calls.map(([path]) => path)

let box: HTMLTextAreaElement

beforeEach(() => {
  vi.spyOn(api, 'post').mockReturnValue(new Promise(() => {}))
  $me.set('ana')
  $requests.set({})
  $answered.set(new Map())
  $conversations.set({})
  box = document.body.appendChild(document.createElement('textarea'))
  renderHook(() => useKeys([incoming.accept, incoming.queue, incoming.decline, next]))
})
afterEach(() => {
  cleanup()
  box.remove()
})

describe('the keys of an incoming chat request', () => {
  it('COM-5 work in the middle of writing, and leave what is written alone', () => {
    rings()
    box.focus()
    expect(press(box, { key: 'a', code: 'KeyA' })).toBe(true)
    expect(asked()).toEqual([])
    expect(press(box, { key: 'å', code: 'KeyA', altKey: true })).toBe(false)
    expect(asked()).toEqual(['/requests/r1/accept'])
    expect(document.activeElement).toBe(box)
  })

  it('mean nothing while nothing rings, and AltGr writes its letter', () => {
    expect(press(box, { key: 'a', code: 'KeyA', altKey: true })).toBe(true)
    rings()
    expect(press(box, { key: 'ą', code: 'KeyA', altKey: true, ctrlKey: true })).toBe(true)
    expect(asked()).toEqual([])
  })

  it('are found on boards with other letters', () => {
    const at = (key: string, code: string) =>
      letterOf({ key, code, altKey: true, ctrlKey: false, metaKey: false, shiftKey: false })
    expect([at('A', 'KeyQ'), at('ф', 'KeyA'), at('Enter', 'Enter')]).toEqual(['a', 'a', ''])
  })
})

describe('Next', () => {
  const waits = (...ids: string[]) =>
    $requests.set(
      Object.fromEntries(
        ids.map((id, asked) => [id, { id, visitor: id, state: 'waiting', asked, passes: [], ringing: [] } as never]),
      ),
    )
  const key = { key: 'n', code: 'KeyN', altKey: true }

  it('QUE-2 is meant once, however often it is asked in a moment, or held', () => {
    vi.useFakeTimers()
    waits('r1', 'r2', 'r3')
    press(document.body, key)
    press(document.body, key)
    expect(asked()).toEqual(['/requests/r1/accept'])
    vi.advanceTimersByTime(600)
    press(document.body, { ...key, repeat: true })
    expect(asked()).toHaveLength(1)
    press(document.body, key)
    expect(asked()).toEqual(['/requests/r1/accept', '/requests/r2/accept'])
    vi.useRealTimers()
  })
})

describe('signing out', () => {
  const chat = { c1: { id: 'c1', state: 'open', operator: 'ana', started: 1 } as Schemas['Conversation'] }

  it('asks first while there are open chats, and hands them over', async () => {
    const post = vi.mocked(api.post)
    post.mockResolvedValue(undefined)
    $conversations.set(chat)
    expect($mine.get()).toHaveLength(1)
    askBeforeSignOut()
    expect([$signingOut.get(), vi.mocked(endSession).mock.calls.length]).toEqual([true, 0])
    await answerSignOut(false)
    expect([$signingOut.get(), asked()]).toEqual([false, []])
    askBeforeSignOut()
    await answerSignOut(true)
    expect(asked()).toEqual(['/operators/me/hand-over'])
    expect(endSession).toHaveBeenCalledTimes(1)
  })

  it('does not sign out when they could not be handed over', async () => {
    vi.mocked(endSession).mockClear()
    vi.mocked(api.post).mockRejectedValue(new Error('no'))
    $conversations.set(chat)
    await answerSignOut(true)
    expect(endSession).not.toHaveBeenCalled()
  })
})
