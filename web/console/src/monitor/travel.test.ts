import { describe, expect, it } from 'vitest'
import { journeyOf, type Place, within } from './travel'

const place = (left: number, top: number): Place => ({ left, top, width: 100, height: 50 })
const gates: Record<string, Place> = { cart: place(500, 0) }
const gate = (zone: string) => gates[zone]
const journey = (before: Parameters<typeof journeyOf>[0], after: Parameters<typeof journeyOf>[1]) =>
  journeyOf(before, after, gate)

describe('the journey of a badge', () => {
  it('leads from one zone to another', () => {
    const [from, to] = [place(0, 0), place(300, 80)]
    expect(journey({ zone: 'catalog', place: from }, { zone: 'cart', place: to })).toEqual({
      kind: 'travel',
      from,
      to,
      seen: true,
    })
  })

  it('leads to the title or button of a zone in which it can not be seen, and comes from there', () => {
    const seen = place(0, 0)
    expect(journey({ zone: 'catalog', place: seen }, { zone: 'cart' })).toEqual({
      kind: 'travel',
      from: seen,
      to: gates.cart,
      seen: false,
    })
    expect(journey({ zone: 'cart' }, { zone: 'catalog', place: seen })).toEqual({
      kind: 'travel',
      from: gates.cart,
      to: seen,
      seen: true,
    })
    expect(journey({ zone: 'catalog', place: seen }, { zone: 'nowhere' })).toEqual({ kind: 'leave', from: seen })
    expect(journey({ zone: 'nowhere' }, { zone: 'catalog', place: seen })).toEqual({ kind: 'appear' })
  })

  it('closes a gap inside a zone', () => {
    expect(journey({ zone: 'cart', place: place(100, 50) }, { zone: 'cart', place: place(0, 50) })).toEqual({
      kind: 'shift',
      x: 100,
      y: 0,
    })
  })

  it('is none for who stands still or can not be seen', () => {
    expect(journey({ zone: 'cart', place: place(1, 1) }, { zone: 'cart', place: place(1, 1.5) })).toBeUndefined()
    expect(journey({ zone: 'cart', place: place(1, 1) }, { zone: 'cart' })).toBeUndefined()
    expect(journey({ zone: 'cart' }, { zone: 'catalog' })).toBeUndefined()
    expect(journey(undefined, undefined)).toBeUndefined()
  })

  it('begins by appearing and ends by leaving', () => {
    expect(journey(undefined, { zone: 'cart', place: place(0, 0) })).toEqual({ kind: 'appear' })
    expect(journey({ zone: 'cart', place: place(0, 0) }, undefined)).toEqual({ kind: 'leave', from: place(0, 0) })
    expect([journey(undefined, { zone: 'cart' }), journey({ zone: 'cart' }, undefined)]).toEqual([undefined, undefined])
  })
})

describe('a place', () => {
  it('is seen when at least half of it is inside its window', () => {
    const window = { left: 0, top: 0, width: 300, height: 200 }
    expect(within(place(10, 160), window)).toEqual(place(10, 160))
    expect([within(place(10, 180), window), within(place(10, -40), window), within(place(260, 0), window)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
