import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { timeText } from '../src/chat/words'

const at = (hour: number, minute: number, day = 22) => new Date(2026, 10, day, hour, minute).getTime()
const plain = (text: string) => text.replace(/\s/gu, ' ')

describe('the time of a line', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: at(20, 0) })
    vi.stubGlobal('navigator', { language: 'en' })
  })
  afterEach(() => void vi.useRealTimers())

  it('has 24 hours unless the language of the page is that of a country that has 12', () => {
    expect(['en', 'de', 'en-GB', 'pt-BR', ''].map((language) => timeText(at(14, 2), language))).toEqual(Array(5).fill('14:02'))
    expect(plain(timeText(at(14, 2), 'en-US'))).toBe('02:02 PM')
    expect(timeText(at(0, 5), 'en')).toBe('00:05')
  })

  it('has the date of another day, in the form of the page', () => {
    expect([timeText(at(14, 2, 21), 'de'), timeText(at(14, 2, 21), 'en-GB')]).toEqual(['21.11.2026, 14:02', '21/11/2026, 14:02'])
  })

  it('bears a page that says nonsense', () => {
    expect(timeText(at(14, 2), 'no_such language!')).toBe('14:02')
  })
})
