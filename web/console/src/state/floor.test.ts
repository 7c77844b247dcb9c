import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $floor, $now, floorAfter, floorOf, freshIn, planOf, visitsIn } from './floor'

type Visit = Schemas['Visit']
type Zone = Schemas['Zone']

const zone = (id: string, over: Partial<Zone> = {}) =>
  ({ id, name: id, site: 'shop', order: 0, default: false, colour: '#000000', patterns: [], ...over }) as Zone
const visit = (id: string, zone: string, over: Partial<Visit> = {}) =>
  ({ id, zone, site: 'shop', started: 0, pageSince: 0, presence: 'here', sleeping: false, ...over }) as Visit

const zones = [zone('rest', { default: true }), zone('catalog'), zone('cart')]
const ids = (floor: ReturnType<typeof floorOf>, zone: string) => visitsIn(floor, zone).map(({ id }) => id)

describe('floor', () => {
  it('puts every visit into its zone, in the order of arrival, and those of an unknown zone into the default zone', () => {
    const floor = floorOf(
      [visit('b', 'catalog', { started: 2 }), visit('a', 'catalog', { started: 1 }), visit('x', 'deleted'), visit('y', 'cart')],
      zones,
    )
    expect([ids(floor, 'catalog'), ids(floor, 'rest'), ids(floor, 'cart')]).toEqual([['a', 'b'], ['x'], ['y']])
  })

  it('does not show who has left', () => {
    const here = visit('a', 'cart')
    const left = visit('a', 'cart', { presence: 'left' })
    expect(ids(floorOf([left], zones), 'cart')).toEqual([])
    expect(ids(floorAfter(floorOf([here], zones), zones, [here], [left]), 'cart')).toEqual([])
  })

  it('adds who comes at the end, so that nobody else moves', () => {
    const old = [visit('a', 'catalog', { started: 1 }), visit('b', 'catalog', { started: 9 })]
    const mover = visit('m', 'cart', { started: 0 })
    const floor = floorOf([...old, mover], zones)
    const after = floorAfter(floor, zones, [mover], [visit('m', 'catalog', { started: 0 })])
    expect([ids(after, 'catalog'), ids(after, 'cart')]).toEqual([['a', 'b', 'm'], []])
  })

  it('changes a visit in its place and leaves the lists of other zones as they are', () => {
    const [a, b, c] = [visit('a', 'catalog'), visit('b', 'catalog'), visit('c', 'cart')]
    const floor = floorOf([a, b, c], zones)
    const seen = visit('a', 'catalog', { pages: 2, pageSince: 50 })
    const after = floorAfter(floor, zones, [a], [seen])
    expect(visitsIn(after, 'catalog')).toEqual([seen, b])
    expect(visitsIn(after, 'catalog')[1]).toBe(b)
    expect(visitsIn(after, 'cart')).toBe(visitsIn(floor, 'cart'))
  })

  it('takes a visit away that is gone, and one back that is not', () => {
    const a = visit('a', 'cart')
    const floor = floorAfter(floorOf([a], zones), zones, [a], [])
    expect(ids(floor, 'cart')).toEqual([])
    expect(ids(floorAfter(floor, zones, [], [a]), 'cart')).toEqual(['a'])
    expect(ids(floorAfter(floor, zones, [visit('a', 'cart', { presence: 'left' })], [a]), 'cart')).toEqual(['a'])
  })

  it('orders those who come at once by the time of their page', () => {
    const floor = floorAfter({}, zones, [], [visit('late', 'cart', { pageSince: 2 }), visit('early', 'cart', { pageSince: 1 })])
    expect(ids(floor, 'cart')).toEqual(['early', 'late'])
  })
})

describe('figures', () => {
  it('count who is on the site, who talks, who sleeps and who came just now', () => {
    $floor.set({
      cart: [
        visit('a', 'cart', { sleeping: true, started: 5 }),
        visit('b', 'cart', { conversation: { id: 'c', operator: 'o', operatorName: 'Ana', kind: 'text', hold: false } }),
      ],
      rest: [visit('d', 'rest', { started: 4 })],
    })
    expect($now.get()).toEqual({ here: 3, talking: 1, sleeping: 1 })
    expect(freshIn($floor.get(), 4)).toBe(1)
    $floor.set({})
  })
})

describe('plan', () => {
  it('has every zone before those inside it, by their order, and one of an unknown parent at the top', () => {
    const plan = planOf([
      zone('inner', { parent: 'outer', order: 9 }),
      zone('last', { order: 5 }),
      zone('outer', { order: 2 }),
      zone('lost', { parent: 'nowhere', order: 1 }),
    ])
    expect(plan.map(({ zone, depth }) => [zone.id, depth])).toEqual([
      ['lost', 0],
      ['outer', 0],
      ['inner', 1],
      ['last', 0],
    ])
  })
})
