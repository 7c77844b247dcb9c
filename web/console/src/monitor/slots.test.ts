import { describe, expect, it } from 'vitest'
import { keepPlaces, nearest, tidyPlaces } from './slots'

const _ = undefined

describe('places in a zone window', () => {
  it('are kept by those who stay when one goes', () => {
    expect(keepPlaces(['a', 'b', 'c'], ['a', 'c'])).toEqual(['a', _, 'c'])
  })

  it('are taken, where free, by those who come', () => {
    expect(keepPlaces(['a', 'b', 'c', 'd'], ['a', 'c', 'd', 'x'])).toEqual(['a', 'x', 'c', 'd'])
    expect(keepPlaces(['a', _, 'c'], ['a', 'c', 'x', 'y'])).toEqual(['a', 'x', 'c', 'y'])
  })

  it('are given up at the end', () => {
    expect(keepPlaces(['a', 'b', 'c'], ['a'])).toEqual(['a'])
  })

  it('are, without a pointer at work, those of the awake before those of the sleeping, without a gap', () => {
    const visit = (id: string, sleeping: boolean) => ({ id, sleeping })
    const [a, b, c, d] = [visit('a', true), visit('b', false), visit('c', true), visit('d', false)]
    expect(tidyPlaces([a, b, c, d])).toEqual([b, d, a, c])
    expect(tidyPlaces([b, d])).toEqual([b, d])
  })

  it('lead the keyboard over a gap', () => {
    const slots = ['a', _, 'c', _]
    expect([nearest(slots, 0, 1), nearest(slots, 2, 1), nearest(slots, 2, 3), nearest(slots, 0, 2)]).toEqual([2, 0, 2, 2])
  })
})
