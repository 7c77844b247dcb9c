// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { $outbox, dropUnsent, openOutbox, putUnsent } from './outbox'
import { makeSender, type Posted, postedOf } from './sender'

const texts = () => $outbox.get().map((unsent) => unsent.text)
const committed = (id: string, text: string): Posted => ({
  outcome: 'kept',
  message: { conversation: 'c', seq: 1, id, from: 'operator', text, at: 1 },
})

let close = () => {}
beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
  close = openOutbox('ana')
})
afterEach(() => {
  close()
  vi.useRealTimers()
})

describe('outbox', () => {
  it('keeps an unacknowledged message, with its id, over a reload', () => {
    const unsent = putUnsent('c', 'one')
    putUnsent('c', 'two')
    $outbox.set([])
    openOutbox('ana')
    expect(texts()).toEqual(['one', 'two'])
    expect($outbox.get()[0]?.id).toBe(unsent.id)
  })

  it('CHT-1 keeps the files of a message with it', () => {
    putUnsent('c', '', { files: [{ id: 'f', name: 'bell.png', type: 'image/png', size: 1 }] })
    $outbox.set([])
    openOutbox('ana')
    expect($outbox.get()[0]?.files?.map(({ id }) => id)).toEqual(['f'])
  })

  it("is each operator's own", () => {
    putUnsent('c', 'from ana')
    openOutbox('ben')
    expect(texts()).toEqual([])
  })

  it('loses an entry that another window got acknowledged', () => {
    const unsent = putUnsent('c', 'one')
    localStorage.removeItem(`beckon.outbox.ana.c.${unsent.id}`)
    window.dispatchEvent(new StorageEvent('storage', { key: `beckon.outbox.ana.c.${unsent.id}` }))
    expect(texts()).toEqual([])
  })

  it('does nothing that two windows would answer each other for ever', () => {
    const written: string[] = []
    const storage = { length: 0, key: () => null, getItem: () => null, removeItem: () => {} }
    vi.stubGlobal('localStorage', { ...storage, setItem: (name: string) => written.push(name) })
    window.dispatchEvent(new StorageEvent('storage', { key: 'beckon.outbox.ana.c.x' }))
    const names = written.splice(0)
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) window.dispatchEvent(new StorageEvent('storage', { key: name }))
    vi.unstubAllGlobals()
    expect(written).toEqual([])
  })

  it('survives storage that refuses to write', () => {
    const broken = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    putUnsent('c', 'one')
    expect(texts()).toEqual(['one'])
    broken.mockRestore()
  })
})

describe('sender', () => {
  it('posts one after the other and forgets only what was committed', async () => {
    const posted: string[] = []
    const kept = vi.fn()
    let answer: (posted: Posted) => void = () => {}
    const sender = makeSender((unsent) => {
      posted.push(unsent.text)
      return new Promise((resolve) => {
        answer = resolve
      })
    }, kept)
    const first = putUnsent('c', 'one')
    putUnsent('c', 'two')
    sender.push('c')
    sender.push('c')
    expect(posted).toEqual(['one'])
    expect(texts()).toEqual(['one', 'two'])
    answer(committed(first.id, 'one'))
    await vi.advanceTimersByTimeAsync(0)
    expect(kept).toHaveBeenCalledTimes(1)
    expect(posted).toEqual(['one', 'two'])
    expect(texts()).toEqual(['two'])
  })

  it('posts again with the same id after no answer, 429 and 503, with growing waits', async () => {
    const tries: { id: string; at: number }[] = []
    const answers = [postedOf(0, ''), postedOf(429, ''), postedOf(503, ''), postedOf(500, '')]
    const sender = makeSender(
      async (unsent) => {
        tries.push({ id: unsent.id, at: Date.now() })
        return answers[tries.length - 1] ?? committed(unsent.id, unsent.text)
      },
      () => {},
      () => 1,
    )
    const start = Date.now()
    const unsent = putUnsent('c', 'one')
    sender.push('c')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(tries.map((entry) => entry.at - start)).toEqual([0, 1000, 3000, 7000, 12_000])
    expect(new Set(tries.map((entry) => entry.id))).toEqual(new Set([unsent.id]))
    expect(texts()).toEqual([])
  })

  it('posts at once when the connection is good again', async () => {
    let good = false
    const sender = makeSender(
      async (unsent) => (good ? committed(unsent.id, unsent.text) : postedOf(0, '')),
      () => {},
    )
    putUnsent('c', 'one')
    sender.push('c')
    await vi.advanceTimersByTimeAsync(0)
    expect(texts()).toEqual(['one'])
    good = true
    sender.again()
    await vi.advanceTimersByTimeAsync(0)
    expect(texts()).toEqual([])
  })

  it('does not wait for a post that hangs on a broken connection', async () => {
    let hangs = true
    const ids: string[] = []
    const sender = makeSender(
      (unsent) => {
        ids.push(unsent.id)
        return hangs ? new Promise(() => {}) : Promise.resolve(committed(unsent.id, unsent.text))
      },
      () => {},
    )
    putUnsent('c', 'one')
    sender.push('c')
    sender.push('c')
    hangs = false
    sender.again()
    await vi.advanceTimersByTimeAsync(0)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect(texts()).toEqual([])
  })

  it('tells why a message was refused, keeps its text and goes on with the next', async () => {
    const sender = makeSender(
      async (unsent) =>
        unsent.text === 'bad' ? postedOf(409, 'The conversation has ended.') : committed(unsent.id, unsent.text),
      () => {},
    )
    const bad = putUnsent('c', 'bad')
    putUnsent('c', 'good')
    sender.push('c')
    await vi.advanceTimersByTimeAsync(0)
    expect($outbox.get()).toMatchObject([{ text: 'bad', refused: 'The conversation has ended.' }])
    sender.again()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(texts()).toEqual(['bad'])
    dropUnsent(bad.id)
    expect(localStorage.length).toBe(0)
  })
})
