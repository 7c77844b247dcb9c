// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { $session } from '../state/session'
import { $linkProblem, enter, takeToken } from './once'

const answers = (...list: [number, object][]) => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url} ${init.body ?? ''}`.trim())
    const [status, body] = list.shift() ?? [500, {}]
    return new Response(JSON.stringify(body), { status })
  })
  return asked
}

afterEach(() => {
  $linkProblem.set(undefined)
  $session.set({ state: 'unknown' })
})

describe('one-time link', () => {
  it('takes the token out of the address and out of the history', () => {
    history.replaceState(null, '', '/console/sign-in#once=abc-DEF_1')
    const entries = history.length
    expect(takeToken()).toBe('abc-DEF_1')
    expect(location.pathname + location.hash).toBe('/console/sign-in')
    expect(history.length).toBe(entries)
    expect(takeToken()).toBeUndefined()
  })

  it('leaves another fragment alone', () => {
    history.replaceState(null, '', '/console/#content')
    expect(takeToken()).toBeUndefined()
    expect(location.hash).toBe('#content')
  })

  it('signs in with the token in the body, never in an address', async () => {
    history.replaceState(null, '', '/console/sign-in#once=secret')
    const asked = answers([200, { operator: { id: 'ana' } }])
    enter()
    await vi.waitFor(() => expect($session.get().state).toBe('in'))
    expect(asked).toEqual(['POST /api/v1/session/once {"token":"secret"}'])
  })

  it('says why a link signed nobody in, and then finds out who is signed in', async () => {
    history.replaceState(null, '', '/console/sign-in#once=used')
    answers([401, { detail: 'This link was used already' }], [401, {}])
    enter()
    await vi.waitFor(() => expect($session.get().state).toBe('out'))
    expect($linkProblem.get()).toBe('This link was used already')
  })
})
