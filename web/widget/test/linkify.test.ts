// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { linkify } from '../src/linkify'

const shown = (text: string): { text: string; links: string[] } => {
  const place = document.createElement('p')
  place.append(...linkify(text))
  return { text: place.textContent ?? '', links: [...place.querySelectorAll('a')].map((a) => a.getAttribute('href') ?? '') }
}

describe('linkify', () => {
  test.each([
    ['see https://shop.example/a?b=1#c.', ['https://shop.example/a?b=1#c']],
    ['(http://shop.example)', ['http://shop.example']],
    ['HTTPS://SHOP.EXAMPLE/X, and mailto:help@shop.example!', ['HTTPS://SHOP.EXAMPLE/X', 'mailto:help@shop.example']],
    ['two https://a.example https://b.example', ['https://a.example', 'https://b.example']],
    ['"https://a.example"', ['https://a.example']],
    ['<https://a.example>', ['https://a.example']],
    ['javascript:alert(1) data:text/html,x vbscript:x file:///etc ftp://x.example', []],
    ['xhttps://a.example', []],
    ['https://', []],
    ['', []],
  ])('%s', (text, links) => {
    expect(shown(text)).toEqual({ text, links })
  })

  test('markup stays text', () => {
    const text = '<img src=x onerror=alert(1)><a href="https://evil.example" onclick="x">x</a>'
    const place = document.createElement('p')
    place.append(...linkify(text))
    expect(place.textContent).toBe(text)
    expect(place.querySelector('img')).toBeNull()
    expect(place.querySelectorAll('a').length).toBe(1)
    expect(place.querySelector('a')?.getAttributeNames().sort()).toEqual(['href', 'rel', 'target'])
  })

  test('links tell the other page nothing and cannot steer this one', () => {
    const [, link] = linkify('https://a.example') as [string, HTMLAnchorElement]
    expect([link.target, link.rel]).toEqual(['_blank', 'noopener noreferrer nofollow'])
  })

  test('marks that turn the direction are taken out', () => {
    expect(shown('https://a.example/\u202egnp.exe\u202c \u2066x\u2069')).toEqual({
      text: 'https://a.example/gnp.exe x',
      links: ['https://a.example/gnp.exe'],
    })
  })

  test('long and odd texts take no time', () => {
    // One that takes for ever is ended by the runner.
    for (const unit of ['https://', 'https://.', 'a.', 'mailto:', ')))', 'http:', '....', '\u202e'])
      expect(shown(unit.repeat(4000)).text).not.toBe('x')
  })
})
