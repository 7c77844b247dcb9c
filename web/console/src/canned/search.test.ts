import { describe, expect, it } from 'vitest'
import { matching } from './search'

const same = { personal: false, tags: [] as string[], used: 0 }
const list = [
  { id: '1', title: 'Opening hours', text: 'We are here from 9 to 17.', shortcut: 'hours', ...same },
  { id: '2', title: 'Delivery', text: 'It takes two days. See you at the opening!', ...same, tags: ['parcel'] },
  { id: '3', title: 'Größe', text: 'Café sizes of hours', shortcut: 'h', ...same },
]
const found = (query: string) => matching(list, query).map((canned) => canned.id)

describe('searching canned messages', () => {
  it('S-16 finds by title first, then by text, whatever the case and accents', () => {
    expect(found('OPENING')).toEqual(['1', '2'])
    expect(found('cafe')).toEqual(['3'])
    expect(found('grosse')).toEqual([])
    expect(found('große')).toEqual(['3'])
  })

  it('CAN-1 finds by shortcut before all else, the shortest first', () => {
    expect(found('h')).toEqual(['3', '1', '2'])
    expect(found('hours')).toEqual(['1', '3'])
    expect(found('parcel')).toEqual(['2'])
  })

  it('S-16 wants every word, and lists all without a query', () => {
    expect(found('two delivery')).toEqual(['2'])
    expect(found('  ')).toEqual(['1', '2', '3'])
    expect(found('nothing')).toEqual([])
  })
})
