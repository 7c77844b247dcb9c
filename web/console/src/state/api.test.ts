import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, Refusal, whenSignedOut, wordsOf } from './api'

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>()

function answers(status: number, body?: unknown, headers?: Record<string, string>) {
  fetched.mockResolvedValueOnce(new Response(body === undefined ? null : JSON.stringify(body), { status, headers }))
}

async function refused(run: Promise<unknown>): Promise<Refusal> {
  const error = await run.then(
    () => undefined,
    (why: unknown) => why,
  )
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${error}`)
  return error
}

beforeEach(() => {
  fetched.mockReset()
  vi.stubGlobal('fetch', fetched)
})

afterEach(() => {
  vi.unstubAllGlobals()
  whenSignedOut(() => {})
})

describe('the API', () => {
  it('is asked under /api/v1 and answers what is there', async () => {
    answers(200, [{ id: 'shop' }])
    expect(await api.get('/sites')).toEqual([{ id: 'shop' }])
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/v1/sites')
  })

  it('takes an empty answer for nothing', async () => {
    answers(204)
    expect(await api.delete('/session')).toBeUndefined()
  })

  it('says which field is refused, and never how the check of forms puts it', async () => {
    const raw = { 'body.hours.week[1][0].from': 'expected integer', 'body.defaultVisitorName': 'expected length >= 1' }
    answers(422, { status: 422, code: 'invalid', detail: 'validation failed', fields: raw })
    const refusal = await refused(api.delete('/session'))
    expect(wordsOf(refusal)).toBe(
      'Beckon does not take the value of “hours”, “default visitor name”. Correct it, then try again.',
    )
    const words = 'Beckon does not take this value.'
    expect(refusal.fields).toEqual({ hours: words, defaultVisitorName: words })
    answers(422, { status: 422, code: 'invalid', detail: 'validation failed', fields: { body: 'expected object' } })
    expect(wordsOf(await refused(api.delete('/session')))).toBe('Beckon does not take what was given. Check it, then try again.')
    answers(422, { status: 422, code: 'invalid', detail: 'Give a name.', fields: { name: 'Give a name.' } })
    const own = await refused(api.delete('/session'))
    expect([wordsOf(own), own.fields]).toEqual(['Give a name.', { name: 'Give a name.' }])
  })

  it('S-37 tells who was first, in words', async () => {
    answers(409, { status: 409, code: 'conflict', detail: 'Ben has invited this visitor.', who: 'Ben' })
    const refusal = await refused(api.post('/invitations', { id: 'i', visitor: 'v', text: 'Hello', kind: 'text' }))
    expect([refusal.status, refusal.code, refusal.who, wordsOf(refusal)]).toEqual([
      409,
      'conflict',
      'Ben',
      'Ben has invited this visitor.',
    ])
  })

  it('says how long to wait', async () => {
    answers(429, { status: 429, code: 'too-many', detail: 'Too many.' }, { 'Retry-After': '7' })
    expect((await refused(api.get('/sites'))).retryAfter).toBe(7000)
  })

  it('says in words that no answer came', async () => {
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    const refusal = await refused(api.get('/sites'))
    expect(refusal.status).toBe(0)
    expect(wordsOf(refusal)).not.toContain('fetch')
  })

  it('never shows what a proxy in between says', async () => {
    fetched.mockResolvedValueOnce(new Response('<html>502 nginx</html>', { status: 502 }))
    expect(wordsOf(await refused(api.get('/sites')))).not.toContain('nginx')
  })

  it('notes that nobody is signed in, but not for a wrong password', async () => {
    const out = vi.fn()
    whenSignedOut(out)
    answers(401, { status: 401, code: 'unauthenticated', detail: 'Wrong.' })
    await refused(api.post('/session', { login: 'a', password: 'b' }))
    expect(out).not.toHaveBeenCalled()
    answers(401, { status: 401, code: 'unauthenticated', detail: 'Sign in.' })
    await refused(api.get('/sites'))
    expect(out).toHaveBeenCalledTimes(1)
  })
})
