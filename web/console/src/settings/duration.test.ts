import { describe, expect, it } from 'vitest'
import { durationOf, partsOf, secondsOf } from './duration'

describe('a time setting', () => {
  it('is shown in the largest whole unit and read back unchanged', () => {
    expect(durationOf(300)).toEqual({ amount: '5', unit: 'minutes' })
    expect(durationOf(1)).toEqual({ amount: '1', unit: 'seconds' })
    expect(durationOf(7200)).toEqual({ amount: '2', unit: 'hours' })
    for (const seconds of [1, 4, 59, 60, 90, 300, 1800, 3600, 5400, 86_400]) expect(secondsOf(durationOf(seconds))).toBe(seconds)
  })

  it('is told in whole hours, minutes and seconds', () => {
    expect(partsOf(90)).toEqual([
      { unit: 'minutes', count: 1 },
      { unit: 'seconds', count: 30 },
    ])
    expect(partsOf(3600)).toEqual([{ unit: 'hours', count: 1 }])
    expect(partsOf(86_399).map(({ count }) => count)).toEqual([23, 59, 59])
  })

  it('is refused when it is not a whole number of seconds', () => {
    for (const amount of ['', 'x', '-1', '1e3', '0.5']) expect(secondsOf({ amount, unit: 'seconds' })).toBeUndefined()
    expect(secondsOf({ amount: '1,5', unit: 'minutes' })).toBe(90)
  })
})
