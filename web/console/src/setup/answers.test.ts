import { describe, expect, it } from 'vitest'
import { type Answers, missingIn, originsIn } from './answers'

const complete: Answers = {
  operatorName: 'Ana',
  login: 'ana',
  password: 'long enough',
  siteName: 'Shop',
  origins: 'https://shop.example',
  mode: 'visit',
}

describe('missingIn', () => {
  it('finds nothing missing in complete answers', () => {
    expect(missingIn(complete)).toEqual({})
  })

  it('does not take a privacy mode for chosen', () => {
    expect(Object.keys(missingIn({ ...complete, mode: undefined }))).toEqual(['mode'])
  })

  it.each(['operatorName', 'login', 'siteName', 'origins'] as const)('asks for %s', (field) => {
    expect(Object.keys(missingIn({ ...complete, [field]: '  ' }))).toEqual([field])
  })

  it('counts characters of a password, not units', () => {
    expect(Object.keys(missingIn({ ...complete, password: '🔑'.repeat(9) }))).toEqual(['password'])
    expect(missingIn({ ...complete, password: '🔑'.repeat(10) })).toEqual({})
  })

  it('names the line that is no address', () => {
    const missing = missingIn({ ...complete, origins: 'https://shop.example\nnot an address' })
    expect(missing.origins).toEqual({ key: 'missing.origin', line: 'not an address' })
  })
})

describe('originsIn', () => {
  it('makes origins of what was typed, each once', () => {
    expect(originsIn('shop.example/cart\n https://shop.example, https://*.shop.example\n')).toEqual([
      'https://shop.example',
      'https://*.shop.example',
    ])
  })

  it('gives none when one of them is no address', () => {
    expect(originsIn('https://shop.example\nhttps://*.com')).toBeUndefined()
  })
})
