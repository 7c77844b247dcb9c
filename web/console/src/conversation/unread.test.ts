// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $conversations, $me } from '../state/live'
import { $lines } from './following'
import { $returned, $unread, $unreadInAll, openRead, readUpTo } from './unread'

const talk = (id: string, over: Partial<Schemas['Conversation']> = {}) =>
  ({ id, state: 'open', operator: 'ana', started: 1, ...over }) as Schemas['Conversation']
const says = (id: string, ...from: Schemas['Message']['from'][]) =>
  $lines.setKey(id, { list: from.map((one, i) => ({ seq: i + 1, from: one }) as Schemas['Message']), ahead: [] })

let stop = () => {}

beforeEach(() => {
  localStorage.clear()
  $me.set('ana')
  $lines.set({})
  $conversations.set({ c1: talk('c1'), c2: talk('c2'), c3: talk('c3', { operator: 'ben' }) })
  stop = openRead('ana')
})
afterEach(() => stop())

describe('what is unread', () => {
  it('are the visitor’s messages that the operator has not had before his eyes, in his own chats', () => {
    says('c1', 'system', 'visitor', 'operator', 'visitor')
    says('c2', 'visitor')
    says('c3', 'visitor')
    expect($unread.get()).toEqual({ c1: 2, c2: 1 })
    readUpTo(talk('c1'), 3)
    expect([$unread.get().c1, $unreadInAll.get()]).toEqual([1, 2])
    readUpTo(talk('c1'), 2)
    expect($unread.get().c1).toBe(1)
  })

  it('is remembered when the page is loaded anew', () => {
    says('c1', 'visitor', 'visitor')
    readUpTo(talk('c1'), 2)
    stop()
    stop = openRead('ana')
    expect($unread.get().c1).toBe(0)
    stop()
    stop = openRead('ben')
    $me.set('ben')
    says('c3', 'visitor')
    expect($unread.get()).toEqual({ c3: 1 })
  })
})

describe('a conversation that was his', () => {
  it('QUE-3 is found again in the queue, also after the page was loaded anew; a colleague’s is not', () => {
    stop()
    stop = openRead('ana')
    $conversations.set({ c1: talk('c1', { operator: '' }), c2: talk('c2'), c3: talk('c3', { operator: '' }) })
    expect($returned.get().map(({ id }) => id)).toEqual(['c1'])
    $conversations.set({ c1: talk('c1', { operator: 'ben' }) })
    expect($returned.get()).toEqual([])
  })
})
