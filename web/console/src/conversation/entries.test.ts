import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { entriesOf } from './entries'

const line = (seq: number, from: 'visitor' | 'operator', at = seq): Schemas['Message'] => ({
  conversation: 'c',
  seq,
  id: `id-${seq}`,
  from,
  text: `t${seq}`,
  at,
})
const unsent = (id: string, refused?: string) => ({ id, conversation: 'c', text: `u-${id}`, at: 99, refused })

describe('entries of a transcript', () => {
  it('marks own messages delivered up to the number the visitor has acknowledged', () => {
    const entries = entriesOf([line(1, 'operator'), line(2, 'visitor'), line(3, 'operator')], [], 2)
    expect(entries.map((entry) => entry.mark)).toEqual(['delivered', undefined, 'sent'])
  })

  it('CHT-1 marks own messages read up to the number the visitor has seen', () => {
    const entries = entriesOf([line(1, 'operator'), line(2, 'operator'), line(3, 'operator')], [], 2, 1)
    expect(entries.map((entry) => entry.mark)).toEqual(['read', 'delivered', 'sent'])
  })

  it('shows what is not acknowledged after what is, as sending, and never twice', () => {
    const entries = entriesOf([line(1, 'operator')], [unsent('id-1'), unsent('a'), unsent('b', 'no')], 0)
    expect(entries.map((entry) => [entry.text, entry.mark])).toEqual([
      ['t1', 'sent'],
      ['u-a', 'sending'],
      ['u-b', 'refused'],
    ])
  })

  it('tells the time once below a run of one side', () => {
    const entries = entriesOf([line(1, 'visitor'), line(2, 'visitor'), line(3, 'operator'), line(4, 'operator', 60_001)], [], 9)
    expect(entries.map((entry) => entry.last)).toEqual([false, true, true, true])
  })

  it('CHT-1 has the files of a line and of what is unsent; CHT-2 a page that was offered is told from words', () => {
    const file = { id: 'f', name: 'bell.png', type: 'image/png', size: 1 }
    const entries = entriesOf(
      [
        { ...line(1, 'visitor'), files: [file] },
        { ...line(2, 'operator'), what: 'page', text: 'https://shop.example/bells' },
      ],
      [{ ...unsent('a'), files: [file] }],
      0,
    )
    expect(entries.map((entry) => [entry.files?.length, entry.page])).toEqual([
      [1, undefined],
      [undefined, 'https://shop.example/bells'],
      [1, undefined],
    ])
  })
})
