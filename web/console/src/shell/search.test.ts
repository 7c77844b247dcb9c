import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { matches, visitsFound } from './search'

const visit = (over: Partial<Schemas['Visit']>) => ({ id: '1', presence: 'here', started: 0, ...over }) as Schemas['Visit']

describe('matches', () => {
  it('finds words by how they begin, in any order and without accents', () => {
    expect(matches('Malmö – Wool saddle cover', 'sad malmo')).toBe(true)
    expect(matches('Malmö – Wool saddle cover', 'addle')).toBe(false)
    expect(matches('Settings', '')).toBe(true)
  })
})

describe('visitsFound', () => {
  it('finds visitors by name, city, country and page, those who came last first', () => {
    const visits = [
      visit({ id: 'a', name: 'Ana Marques', started: 1 }),
      visit({ id: 'b', city: 'Anadia', started: 3 }),
      visit({ id: 'c', title: 'An order', started: 2 }),
      visit({ id: 'd', country: 'PT', started: 4 }),
    ]
    expect(visitsFound(visits, 'an').map(({ id }) => id)).toEqual(['b', 'c', 'a'])
    expect(visitsFound(visits, 'portug').map(({ id }) => id)).toEqual(['d'])
  })

  it('finds nobody who has left, nobody while nothing is sought, and eight at most', () => {
    const many = Array.from({ length: 20 }, (_, i) => visit({ id: String(i), name: 'Ana' }))
    expect(visitsFound([visit({ name: 'Ana', presence: 'left' })], 'ana')).toEqual([])
    expect(visitsFound(many, ' ')).toEqual([])
    expect(visitsFound(many, 'ana')).toHaveLength(8)
  })
})
