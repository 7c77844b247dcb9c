import { describe, expect, it } from 'vitest'
import { linkify } from './linkify'

const links = (text: string) => linkify(text).flatMap((piece) => (piece.href ? [piece.href] : []))

describe('linkify', () => {
  it('S-38 makes http, https and mailto addresses links and leaves the rest as text', () => {
    expect(linkify('See https://shop.example/a?b=1#c now')).toEqual([
      { text: 'See ' },
      { text: 'https://shop.example/a?b=1#c', href: 'https://shop.example/a?b=1#c' },
      { text: ' now' },
    ])
    expect(links('mailto:ana@shop.example or ana@shop.example')).toEqual(['mailto:ana@shop.example', 'mailto:ana@shop.example'])
  })

  it('S-38 never makes a link of another scheme', () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'JAVASCRIPT://x%0aalert(1)',
    ]) {
      expect(links(text)).toEqual([])
    }
  })

  it('S-38 keeps markup as text', () => {
    const text = '<img src=x onerror=alert(1)> <a href="https://x.example">x</a>'
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
    expect(links(text)).toEqual(['https://x.example/'])
  })

  it('leaves out addresses that read as one place and lead to another', () => {
    expect(links('https://bank.example@evil.example/')).toEqual([])
    expect(links('https://good.example/\u202Emoc.live')).toEqual(['https://good.example/'])
  })

  it('leaves the end of the sentence out of the address', () => {
    expect(links('(see https://a.example/x).')).toEqual(['https://a.example/x'])
    expect(links('https://a.example/x_(y), then')).toEqual(['https://a.example/x_(y)'])
    expect(links('Really https://a.example?!')).toEqual(['https://a.example/'])
  })

  it('loses nothing of any text', () => {
    for (const text of ['', 'https://', 'a@b', 'x https://a.example y https://b.example.', 'http://[', '@@@ ...']) {
      expect(
        linkify(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }
  })
})
