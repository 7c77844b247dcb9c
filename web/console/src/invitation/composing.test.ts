import { describe, expect, it } from 'vitest'
import { composeCanned, composeDefault, composeTyped } from './composing'

describe('composing', () => {
  it('S-16 puts a canned text in the place of an untouched default', () => {
    expect(composeCanned(composeDefault("Hello! I'm %name%."), 'Sale', { start: 3, end: 3 })).toEqual({
      text: 'Sale',
      untouched: false,
      caret: 4,
    })
  })

  it('S-16 inserts it at the cursor once something was typed', () => {
    expect(composeCanned(composeTyped('Hi , bye'), 'Ana', { start: 3, end: 3 }).text).toBe('Hi Ana, bye')
    expect(composeCanned(composeTyped('Hi Ben'), 'Ana', { start: 3, end: 6 })).toMatchObject({ text: 'Hi Ana', caret: 6 })
  })

  it('S-16 inserts a second canned text after the first', () => {
    const first = composeCanned(composeDefault('default'), 'One.', { start: 0, end: 0 })
    expect(composeCanned(first, ' Two.', { start: first.caret, end: first.caret }).text).toBe('One. Two.')
  })
})
