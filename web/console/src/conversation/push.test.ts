import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { api, Refusal } from '../state/api'
import { makePushing, pagesToOffer, webAddressOf } from './push'

afterEach(() => vi.restoreAllMocks())

describe('CHT-2 the address of a page to offer', () => {
  it('is a whole address, one without https, or a path of the site', () => {
    const site = 'https://shop.example/catalog/bikes'
    const cases = {
      'https://shop.example/bells?red=1#top': 'https://shop.example/bells?red=1#top',
      ' http://localhost:8080/x ': 'http://localhost:8080/x',
      'shop.example/bells': 'https://shop.example/bells',
      'shop.example:8443': 'https://shop.example:8443/',
      'localhost/x': 'https://localhost/x',
      '/bells': 'https://shop.example/bells',
    }
    expect(Object.keys(cases).map((text) => webAddressOf(text, site))).toEqual(Object.values(cases))
  })

  it('is nothing else', () => {
    const not = [
      '',
      'bells',
      'red bells',
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://shop.example/',
      'https://',
      'https://bank.example@evil.example/',
      '//evil.example/x',
      `https://shop.example/${'x'.repeat(2048)}`,
    ]
    expect(not.map((text) => webAddressOf(text, 'https://shop.example/'))).toEqual(not.map(() => undefined))
    expect(webAddressOf('/bells')).toBeUndefined()
  })
})

describe('pages to offer', () => {
  const visit = (id: string, url: string, over: Partial<Schemas['Visit']> = {}) =>
    ({ id, visitor: id, site: 's', url, title: `T ${url}`, ...over }) as Schemas['Visit']

  it('are where most visitors of the site are, then what this visitor has seen, never where he is', () => {
    const visits = [
      visit('a', '/here'),
      visit('b', '/one'),
      visit('c', '/two'),
      visit('d', '/two'),
      visit('e', '/x', { site: 't' }),
    ]
    const seen = ['/here', '/two', '/before'].map((url) => ({ url, title: '', zone: '', at: 1, id: url }) as Schemas['PageView'])
    expect(pagesToOffer(visits, { site: 's', visitor: 'a' }, seen).map(({ url }) => url)).toEqual(['/two', '/one', '/before'])
  })
})

describe('offering a page', () => {
  it('goes with the same id again when no answer came, with another for another page; refusals come in words', async () => {
    const post = vi.spyOn(api, 'post').mockRejectedValue(new Refusal(0, 'no-answer', 'No answer.'))
    const push = makePushing('c')
    expect(await push('https://a.example/')).toBe('No answer.')
    await push('https://a.example/')
    await push('https://b.example/')
    const [one, two, three] = post.mock.calls.map(([path, body]) => [path, (body as { id: string }).id])
    expect(one?.[0]).toBe('/conversations/c/page')
    expect(two).toEqual(one)
    expect(three?.[1]).not.toBe(one?.[1])
    post.mockResolvedValue({ conversation: 'c', seq: 1, id: 'x', from: 'operator', text: '', at: 1 })
    expect(await push('https://b.example/')).toBeUndefined()
    await push('https://b.example/')
    const ids = post.mock.calls.map(([, body]) => (body as { id: string }).id)
    expect(ids[3]).toBe(ids[2])
    expect(ids[4]).not.toBe(ids[3])
  })
})
