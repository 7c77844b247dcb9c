import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { api, Refusal } from '../state/api'
import type { Entry } from './entries'
import { makeNoting, withNotes } from './notes'

const entry = (key: string, at: number): Entry => ({ key, side: 'visitor', text: key, at, last: true })
const note = (id: string, at: number): Schemas['Note'] => ({
  id,
  conversation: 'c',
  operator: 'ana',
  operatorName: 'Ana',
  text: id,
  at,
})

afterEach(() => void vi.restoreAllMocks())

describe('notes', () => {
  it('CHT-2 stand between the lines by their time', () => {
    const shown = withNotes([entry('1', 10), entry('2', 30)], [note('a', 5), note('b', 20), note('c', 20), note('d', 40)])
    expect(shown.map(({ text }) => text)).toEqual(['a', '1', 'b', 'c', '2', 'd'])
    expect(shown.filter(({ side }) => side === 'note').length).toBe(4)
  })

  it('the same text tried again goes under the same id, another under another', async () => {
    const post = vi.spyOn(api, 'post').mockRejectedValueOnce(new Refusal(0, 'no-answer', 'No answer.'))
    post.mockImplementation(async (_, body) => note((body as { id: string }).id, 1) as never)
    const write = makeNoting('c')
    expect(await write('Wants red')).toBe('No answer.')
    expect(await write('Wants red')).toBeUndefined()
    expect(await write('Wants red')).toBeUndefined()
    const ids = post.mock.calls.map(([, body]) => (body as { id: string }).id)
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[1])
  })
})
