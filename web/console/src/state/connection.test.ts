// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import type { LinkState } from '../../../link/link'
import { $toasts, toast } from '../ui/Toast/toasts'
import { NO_ANSWER } from './api'
import { connect } from './connection'

const made = vi.hoisted(() => ({ state: (_: LinkState) => {} }))
vi.mock('../../../link/link', () => ({
  consoleSocketURL: () => '',
  makeLink: (options: { state: (state: LinkState) => void }) => {
    made.state = options.state
    return { send: () => true, stop: () => {}, heard: () => 0, retry: () => {} }
  },
}))
vi.mock('../conversation/conversations', async (original) => ({
  ...(await original<object>()),
  startConversations: () => () => {},
}))

afterEach(() => $toasts.set([]))

it('what failed because nobody answered is no news once the line is back; other failures stay', () => {
  const stop = connect('ana')
  made.state('connected')
  made.state('connecting')
  toast(`Rui could not be blocked. ${NO_ANSWER}`, { tone: 'bad' })
  toast('Ben has taken this chat.', { tone: 'bad' })
  made.state('connected')
  expect($toasts.get().map(({ text }) => text)).toEqual(['Ben has taken this chat.'])
  stop()
})
