import { describe, expect, it } from 'vitest'
import { clockOf, hoursHold, minuteOf, nextSpan, problemOfDate, problemOfSpans, timeZones } from './hours'

const hours = (over: object = {}) => ({
  limited: true,
  timeZone: 'Europe/Lisbon',
  week: [[], [{ from: 540, to: 780 }], [], [], [], [], []],
  holidays: [{ date: '2026-12-25', name: 'Christmas Day', open: [] }],
  ...over,
})

describe('hours', () => {
  it('show minutes as a clock and back; midnight ends a day and begins one', () => {
    expect([clockOf(0), clockOf(575), clockOf(1440), clockOf(Number.NaN)]).toEqual(['00:00', '09:35', '00:00', ''])
    expect([minuteOf('00:00', false), minuteOf('00:00', true), minuteOf('09:35', true)]).toEqual([0, 1440, 575])
    expect(minuteOf('', true)).toBeNaN()
  })

  it('follow each other and end after they begin', () => {
    expect(problemOfSpans([])).toBeUndefined()
    expect(
      problemOfSpans([
        { from: 540, to: 780 },
        { from: 780, to: 1440 },
      ]),
    ).toBeUndefined()
    expect(problemOfSpans([{ from: 600, to: 600 }])).toBe('order')
    expect(
      problemOfSpans([
        { from: 540, to: 780 },
        { from: 700, to: 800 },
      ]),
    ).toBe('order')
    expect(problemOfSpans([{ from: Number.NaN, to: 60 }])).toBe('time')
  })

  it('propose a span after the last one, while there is room', () => {
    expect(nextSpan([])).toEqual({ from: 540, to: 1020 })
    expect(nextSpan([{ from: 540, to: 780 }])).toEqual({ from: 840, to: 1020 })
    expect(nextSpan([{ from: 540, to: 1400 }])).toBeUndefined()
    expect(problemOfSpans([{ from: 540, to: 1300 }, nextSpan([{ from: 540, to: 1300 }]) as { from: number; to: number }])).toBe(
      undefined,
    )
  })

  it('hold only with a date of its own for each holiday', () => {
    const day = { date: '2026-12-25', name: '', open: [] }
    expect(hoursHold(hours())).toBe(true)
    expect(problemOfDate([day, day], 1)).toBe('sameDate')
    expect(problemOfDate([{ ...day, date: '' }], 0)).toBe('date')
    expect(hoursHold(hours({ holidays: [day, day] }))).toBe(false)
    expect(hoursHold(hours({ holidays: [{ ...day, open: [{ from: 5, to: 4 }] }] }))).toBe(false)
    expect(hoursHold(hours({ week: [[{ from: 5, to: 4 }]] }))).toBe(false)
    expect(hoursHold(hours({ timeZone: '' }))).toBe(false)
  })

  it('offer the time zones of the browser, and the one that is stored', () => {
    expect(timeZones('Mars/Olympus')).toEqual(expect.arrayContaining(['UTC', 'Europe/Lisbon', 'Mars/Olympus']))
  })
})
