import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newLevel } from '../src/phone/level'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const hear = (take: (value: number) => void, ...values: number[]): void => {
  for (const value of values) {
    take(value)
    vi.advanceTimersByTime(100)
  }
}

it('tells at most twice a second, the loudest since, only when it has changed', () => {
  const told: number[] = []
  const take = newLevel((level) => !!told.push(level))
  hear(take, 0.3, 0.1, 0.9, 0.2, 0.1, 0.1)
  expect(told).toEqual([3, 9])
  hear(take, 0.9, 0.2, 0.2, 0.2, 0.9)
  expect(told).toEqual([3, 9])
  hear(take, ...Array(10).fill(0))
  expect(told).toEqual([3, 9, 0])
})

it('tells again what could not be told', () => {
  let up = false
  const told: number[] = []
  const take = newLevel((level) => up && !!told.push(level))
  hear(take, ...Array(6).fill(0.5))
  up = true
  hear(take, ...Array(10).fill(0.5))
  expect(told).toEqual([5])
})
