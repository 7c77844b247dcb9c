import { describe, expect, it } from 'vitest'
import { commonPartOf, ownWordsOf } from './titles'

const SHOP = ['Your cart – Velo & Bell', 'Bikes – Velo & Bell', 'Velo & Bell – bicycles', 'Checkout', 'Parts – Velo & Bell']

describe('the common part of titles', () => {
  it('is what most of them begin or end with', () => {
    expect(commonPartOf(SHOP)).toBe('Velo & Bell')
    expect(commonPartOf(['Kettle: pots', 'Kettle: pans', 'Kettle: lids'])).toBe('Kettle')
  })

  it('is nothing where few share it', () => {
    expect(commonPartOf(SHOP.slice(0, 2))).toBeUndefined()
    expect(commonPartOf(['a – x', 'b – y', 'c – z', 'd'])).toBeUndefined()
  })
})

describe('the words of a page', () => {
  const own = (title: string) => ownWordsOf(title, 'Velo & Bell').own

  it('are its title without the common part, at either end', () => {
    expect(SHOP.map(own)).toEqual(['Your cart', 'Bikes', 'bicycles', 'Checkout', 'Parts'])
    expect(own('Tubes – Parts – Velo & Bell')).toBe('Tubes – Parts')
    expect(ownWordsOf('Bikes – Velo & Bell', 'Velo & Bell')).toEqual({ before: '', own: 'Bikes', after: ' – Velo & Bell' })
  })

  it('are the whole title where nothing would be left', () => {
    expect([own('Velo & Bell'), own('Velo & Bell – Velo & Bell')]).toEqual(['Velo & Bell', 'Velo & Bell – Velo & Bell'])
    expect(ownWordsOf('A – B', undefined).own).toBe('A – B')
  })
})
