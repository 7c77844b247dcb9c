import { expect, test } from 'vitest'
import { leftOut, shortName, sizeOf } from '../../file'

test('a long name of a file loses its middle, never how it ends', () => {
  expect(shortName('notes.txt')).toBe('notes.txt')
  expect(shortName(`${'🙂'.repeat(60)}.pdf`)).toBe(`${'🙂'.repeat(28)}…${'🙂'.repeat(11)}.pdf`)
})

test('a size is said as people do, in the unit that fits', () => {
  expect([0, 1, 812, 1024, 24_300, 2 ** 20 - 1, 2 ** 20, 3_565_158, 10_380_902, 10_485_760].map(sizeOf)).toEqual([
    '0 bytes',
    '1 byte',
    '812 bytes',
    '1 KB',
    '24 KB',
    '1 MB',
    '1 MB',
    '3.4 MB',
    '9.9 MB',
    '10 MB',
  ])
})

test('files that found no room are named, the first five of them', () => {
  expect(leftOut(['a.pdf'])).toBe('Left out: a.pdf.')
  expect(leftOut([...'abcdefgh'])).toBe('Left out: a, b, c, d, e and 3 more.')
})
