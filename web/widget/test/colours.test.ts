import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../src/chat/chat.css'), 'utf8')
const [light = '', dark = ''] = [
  css.slice(0, css.indexOf('prefers-color-scheme')),
  css.slice(css.indexOf('prefers-color-scheme')),
]

const tokens = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/--(\w+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [name, value]))

const luminance = (hex: string): number => {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1)
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

describe.each([
  ['light', tokens(light)],
  ['dark', tokens(dark)],
])('%s', (_, colour) => {
  test.each([
    ['fg', 'bg'],
    ['fg', 'sunk'],
    ['muted', 'bg'],
    ['accent', 'bg'],
    ['accent', 'soft'],
    ['accent', 'sunk'],
    ['on', 'accent'],
    ['ok', 'bg'],
    ['bad', 'bg'],
    ['wait', 'waitbg'],
  ])('%s on %s can be read', (text, ground) => {
    expect(contrast(colour[text] as string, colour[ground] as string)).toBeGreaterThanOrEqual(4.5)
  })
})
