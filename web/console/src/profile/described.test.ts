import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { countryOf, hostOf, languageOf, lengthOf, nameOf, ordinalOf, pathOf, titleOf } from './described'

const visit = (over: Partial<Schemas['Visit']>) => over as Schemas['Visit']
const title = (over: Partial<Schemas['Visit']>) => titleOf(visit(over), countryOf, 'Visitor')

describe('what is known of a visitor', () => {
  it('has a visitor’s name, city or country on the badge, never an id', () => {
    expect(title({ id: 'x', name: 'Ana', city: 'Lisbon', country: 'PT' })).toBe('Ana')
    expect(title({ id: 'x', city: 'Lisbon', country: 'PT' })).toBe('Lisbon')
    expect(title({ id: 'x', country: 'PT' })).toBe('Portugal')
    expect(title({ id: 'x' })).toBe('Visitor')
  })

  it('calls a visitor without a name everywhere the same, wherever he is', () => {
    expect([
      nameOf(visit({ name: 'Ana' }), 'Site visitor'),
      nameOf(visit({ city: 'Lisbon', country: 'PT' }), 'Site visitor'),
    ]).toEqual(['Ana', 'Site visitor'])
  })

  it('shows numbers, lengths and addresses for people', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinalOf)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '112th',
    ])
    expect([0, 61_000, 3_765_000, -5].map(lengthOf)).toEqual(['0:00', '1:01', '1:02:45', '0:00'])
    expect(pathOf('https://shop.example/a?b=1#c')).toBe('/a?b=1#c')
    expect(hostOf('https://www.search.example/q')).toBe('search.example')
    expect(hostOf('not an address')).toBe('not an address')
  })

  it('survives codes that nobody knows', () => {
    expect(countryOf('??')).toBe('??')
    expect(languageOf('-')).toBe('-')
  })
})
