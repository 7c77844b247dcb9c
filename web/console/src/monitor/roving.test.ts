import { describe, expect, it } from 'vitest'
import { stepTo } from './roving'

// 8 badges in rows of 3:  0 1 2 / 3 4 5 / 6 7
const step = (key: string, at: number) => stepTo(key, at, 8, 3)

describe('walking among badges', () => {
  it('goes to the neighbour in every direction', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => step(key, 4))).toEqual([3, 5, 1, 7])
  })

  it('stays at the edges', () => {
    expect([step('ArrowLeft', 0), step('ArrowUp', 1), step('ArrowRight', 7), step('ArrowDown', 6)]).toEqual([0, 1, 7, 6])
  })

  it('goes down to the end of a short last row', () => {
    expect([step('ArrowDown', 5), step('ArrowDown', 3)]).toEqual([7, 6])
  })

  it('goes to both ends and by pages', () => {
    expect([step('Home', 5), step('End', 2)]).toEqual([0, 7])
    expect([stepTo('PageDown', 1, 100, 4, 5), stepTo('PageUp', 30, 100, 4, 5), stepTo('PageUp', 6, 100, 4, 5)]).toEqual([
      21, 10, 2,
    ])
    expect(stepTo('PageDown', 95, 100, 4, 5)).toBe(99)
  })

  it('leaves other keys alone', () => {
    expect([step('Enter', 1), step('e', 1), stepTo('ArrowDown', 0, 0, 3)]).toEqual([undefined, undefined, undefined])
  })
})
