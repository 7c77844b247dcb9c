import { describe, expect, it } from 'vitest'
import { parseOrigin } from './origin'

describe('parseOrigin', () => {
  it('makes an origin of what people type', () => {
    expect(parseOrigin(' shop.example ')).toBe('https://shop.example')
    expect(parseOrigin('https://Shop.example/cart?x=1')).toBe('https://shop.example')
    expect(parseOrigin('http://localhost:8080/')).toBe('http://localhost:8080')
    expect(parseOrigin('https://*.shop.example')).toBe('https://*.shop.example')
    expect(parseOrigin('*.shop.example')).toBe('https://*.shop.example')
  })

  it('refuses what no page can have as its origin', () => {
    for (const typed of [
      '',
      'a b',
      'ftp://shop.example',
      '*',
      'https://*',
      '*.example',
      'https://a.*.example',
      'https://x@y.example',
    ]) {
      expect(parseOrigin(typed)).toBeUndefined()
    }
  })
})
