import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { lengthOf } from '../profile/described'
import { badgeTitleOf, pageOf, placeNameOf } from './described'

const visit = (over: Partial<Schemas['Visit']>) =>
  ({ id: 'v-7f3a', visitor: 'v-91c2', url: 'https://shop.example/a?b=1', ...over }) as Schemas['Visit']
const name = (over: Partial<Schemas['Visit']>) => badgeTitleOf(visit(over), 'Visitor')

describe('a badge', () => {
  it('is called by name, city or country, never by an id', () => {
    expect(name({ name: 'Ana Marques', city: 'Lisbon', country: 'PT' })).toBe('Ana Marques')
    expect(name({ city: 'Lisbon', country: 'PT' })).toBe('Lisbon')
    expect([name({ country: 'PT' }), name({ country: 'PT' })]).toEqual(['Portugal', 'Portugal'])
    expect(name({})).toBe('Visitor')
  })

  it('shows the title of the page, or else its path', () => {
    expect([pageOf(visit({ title: 'Your cart' })), pageOf(visit({ title: ' ' })), pageOf(visit({}))]).toEqual([
      'Your cart',
      '/a?b=1',
      '/a?b=1',
    ])
  })

  it('says where the visitor is as far as it is known', () => {
    expect([
      placeNameOf(visit({ city: 'Lisbon', country: 'PT' })),
      placeNameOf(visit({ country: 'PT' })),
      placeNameOf(visit({})),
    ]).toEqual(['Lisbon, Portugal', 'Portugal', ''])
  })

  it('counts the time on a page in minutes and seconds', () => {
    expect([0, 9_999, 130_000, 3_600_000].map(lengthOf)).toEqual(['0:00', '0:09', '2:10', '1:00:00'])
  })
})
