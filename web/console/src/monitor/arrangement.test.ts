import { describe, expect, it } from 'vitest'
import { arrange, settled, share } from './arrangement'
import type { Place } from './travel'

const needs = (...badges: number[]) => badges.map((badges) => ({ badges, compact: false }))
const apart = (a: Place, b: Place) =>
  a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top

describe('arranging zone windows', () => {
  it.each([
    [1, 1232, 780],
    [2, 1232, 780],
    [3, 824, 780],
    [5, 1232, 780],
    [6, 1232, 780],
    [7, 2344, 1250],
    [12, 3600, 2000],
  ])('fills the area with %i windows, none upon another', (count, width, height) => {
    const places = arrange(needs(...Array.from({ length: count }, (_, i) => i * 3 + 1)), width, height)
    expect(places).toHaveLength(count)
    for (const [i, a] of places.entries()) for (const b of places.slice(i + 1)) expect(apart(a, b)).toBe(true)
    const filled = places.reduce((sum, place) => sum + (place.width + 12) * (place.height + 12), 0)
    expect(filled / ((width + 12) * (height + 12))).toBeGreaterThan(0.98)
    for (const place of places) expect(place.left + place.width).toBeLessThanOrEqual(width)
    for (const place of places) expect(place.top + place.height).toBeLessThanOrEqual(height)
  })

  it('uses more columns where there is more room', () => {
    const columns = (width: number, height: number) =>
      new Set(arrange(needs(...Array(12).fill(9)), width, height).map(({ left }) => left)).size
    expect([columns(360, 780), columns(824, 780), columns(1232, 780), columns(3600, 1300)]).toEqual([1, 2, 3, 6])
  })

  it('gives a full zone more room than a nearly empty one beside it', () => {
    const [full, almostEmpty] = arrange(needs(30, 1), 500, 800)
    expect(full?.height).toBeGreaterThan(3 * (almostEmpty?.height ?? 0))
  })

  it('puts a full zone under a nearly empty one', () => {
    const places = arrange(needs(18, 8, 3, 1, 16), 1200, 780)
    expect(places[4]?.left).toBe(places[2]?.left)
  })

  it('folds an empty zone up to its title bar and gives the room to those with badges', () => {
    const places = arrange(needs(30, 0, 12, 0, 0), 1200, 780)
    expect(places.map(({ height }) => height === 42)).toEqual([false, true, false, true, true])
    for (const i of [0, 2]) expect(places[i]?.height).toBeGreaterThan(600)
    expect(arrange(needs(0, 0), 1200, 780).map(({ height }) => height)).toEqual([42, 42])
  })

  it('scrolls rather than making windows too low', () => {
    const places = arrange(needs(1, 1, 1, 1, 1, 1, 1, 1), 360, 400)
    for (const { height } of places) expect(height).toBeGreaterThanOrEqual(140)
  })
})

describe('share', () => {
  it('gives who wishes little what he wishes, and divides the rest', () => {
    expect(share([150, 1000, 1000], 950)).toEqual([150, 400, 400])
  })
  it('divides it by weight, and leaves everybody something to be seen', () => {
    expect(share([150, 2000, 1000], 950)).toEqual([150, 466, 333])
    expect(Math.min(...share([400, 9000, 9000], 500))).toBeGreaterThanOrEqual(140)
  })
  it('gives what is left over to all', () => {
    expect(share([200, 200], 600)).toEqual([300, 300])
  })
})

describe('settled', () => {
  it('keeps a window as it is while a few come and go', () => {
    expect([8, 12, 18, 5, 2].map((badges) => settled(8, badges))).toEqual([8, 8, 8, 8, 8])
  })
  it('makes it anew when the zone fills or empties', () => {
    expect([settled(1, 0), settled(0, 1)]).toEqual([0, 1])
  })
  it('makes it anew when the zone is twice as full, or half', () => {
    expect([settled(8, 19), settled(8, 1), settled(0, 3), settled(undefined, 4)]).toEqual([19, 1, 3, 4])
  })
})
