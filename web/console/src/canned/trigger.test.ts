import { describe, expect, it } from 'vitest'
import { replaced, triggerAt } from './trigger'

describe('a trigger', () => {
  it.each([
    ['/', 1, { from: 0, to: 1, query: '' }],
    ['/hi', 3, { from: 0, to: 3, query: 'hi' }],
    ['Hello #del', 10, { from: 6, to: 10, query: 'del' }],
    ['one\n/größe', 10, { from: 4, to: 10, query: 'größe' }],
    ['/hi there', 3, { from: 0, to: 3, query: 'hi' }],
  ])('CHT-2 stands in %j', (text, caret, trigger) => expect(triggerAt(text, caret)).toEqual(trigger))

  it.each([
    ['and/or', 6],
    ['https://shop.example', 8],
    ['https://shop.example/a', 22],
    ['/hi there', 9],
    ['no1#2', 5],
    ['//', 2],
    ['', 0],
  ])('none stands in %j', (text, caret) => expect(triggerAt(text, caret)).toBeUndefined())

  it('makes room for the canned text', () => {
    const trigger = triggerAt('Hello /hi you', 9)
    expect(trigger && replaced('Hello /hi you', trigger, 'I am %name%')).toEqual({ text: 'Hello I am %name% you', caret: 17 })
  })
})
