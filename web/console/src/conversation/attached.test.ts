// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { startWords } from '../i18n'
import { Refusal, upload } from '../state/api'
import { attachable, pastedFiles } from './attachable'
import { $attached, allUp, attach, attachAgain, detach, openAttached, retry, takeAttached } from './attached'

vi.mock('../state/api', async (original) => ({ ...(await original<typeof import('../state/api')>()), upload: vi.fn() }))

interface Running {
  path: string
  id: string
  progress(part: number): void
  done(): Promise<void>
  fail(error: unknown): Promise<void>
  signal: AbortSignal
}
let running: Running[] = []

const file = (name: string, size = 3) => new File(['x'.repeat(size)], name)
const states = () => ($attached.get().c ?? []).map((one) => `${one.name} ${one.state}`)
const settle = () => new Promise<void>((next) => setTimeout(next))
const made = (id: string, name: string): Schemas['File'] => ({ id, name, size: 3, type: 'text/plain' })

beforeEach(() => {
  localStorage.clear()
  running = []
  vi.mocked(upload).mockImplementation((path, form, progress, signal) => {
    const id = String(form.get('id'))
    return new Promise((done, failed) => {
      signal.addEventListener('abort', () => failed(new DOMException('', 'AbortError')))
      running.push({
        path,
        id,
        progress,
        signal,
        done: () => {
          done(made(id, (form.get('file') as File).name) as never)
          return settle()
        },
        fail: (error) => {
          failed(error)
          return settle()
        },
      })
    })
  })
  openAttached('ana')
})

describe('CHT-1 what goes with the next message', () => {
  it('goes up two at a time, says how far it is, and is taken when it is up', async () => {
    attach('c', [file('a'), file('b'), file('c')])
    expect(states()).toEqual(['a uploading', 'b uploading', 'c waiting'])
    expect(running[0]?.path).toBe('/conversations/c/files')
    running[0]?.progress(0.5)
    expect($attached.get().c?.[0]?.part).toBe(0.5)
    await running[0]?.done()
    expect(states()).toEqual(['a up', 'b uploading', 'c uploading'])
    expect(allUp($attached.get().c ?? [])).toBe(false)
    await running[1]?.done()
    await running[2]?.done()
    expect(allUp($attached.get().c ?? [])).toBe(true)
    expect(takeAttached('c').map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect([$attached.get().c, localStorage.length]).toEqual([undefined, 0])
  })

  it('is cancelled, and what waited has its turn', async () => {
    attach('c', [file('a'), file('b'), file('c')])
    detach('c', running[0]?.id ?? '')
    await settle()
    expect(running[0]?.signal.aborted).toBe(true)
    expect(states()).toEqual(['b uploading', 'c uploading'])
  })

  it('says in words why it failed and goes up once more with the same id', async () => {
    attach('c', [file('a')])
    await running[0]?.fail(new Refusal(413, 'too-large', 'A file has at most 1 MB'))
    expect($attached.get().c?.[0]).toMatchObject({ state: 'failed', problem: 'A file has at most 1 MB' })
    retry('c', running[0]?.id ?? '')
    expect(states()).toEqual(['a uploading'])
    expect(running[1]?.id).toBe(running[0]?.id)
    await running[1]?.done()
    expect(states()).toEqual(['a up'])
  })

  it('is there again after a reload as far as it was up, for a day and for its own operator', async () => {
    attach('c', [file('a'), file('b')])
    await running[0]?.done()
    openAttached('ben')
    expect(states()).toEqual([])
    openAttached('ana')
    expect(states()).toEqual(['a up'])
    openAttached('ana', Date.now() + 24 * 3_600_000)
    expect(states()).toEqual([])
  })

  it('takes back the files of a message that was refused', () => {
    attachAgain('c', [made('id', 'a')])
    expect(takeAttached('c')).toEqual([made('id', 'a')])
  })
})

describe('files that are chosen', () => {
  it('CHT-1 are looked at first: too large, empty, too many', async () => {
    await startWords()
    const big = file('video.mp4')
    Object.defineProperty(big, 'size', { value: 1024 * 1024 + 1 })
    const { files, problem } = attachable([file('a'), big, file('empty', 0), file('b'), file('c')], 3, 1)
    expect(files.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(problem).toBe(
      'video.mp4 is too large: a file has at most 1 MB. empty is empty. A message has at most 5 files. Left out: c.',
    )
    expect(attachable([file('a')], 0, 10)).toEqual({ files: [expect.any(File)], problem: undefined })
  })

  it('are pasted, unless an office program added a picture to its text', () => {
    const data = (types: string[], text: string) =>
      ({ files: [file('image.png')], types, getData: () => text }) as unknown as DataTransfer
    expect(pastedFiles(data(['Files'], ''))).toHaveLength(1)
    expect(pastedFiles(data(['text/html', 'Files'], ''))).toHaveLength(1)
    expect(pastedFiles(data(['text/plain', 'text/html', 'Files'], 'A1 B1'))).toHaveLength(0)
    expect(pastedFiles(null)).toHaveLength(0)
  })
})
