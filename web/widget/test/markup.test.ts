// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { markup } from '../src/chat/markup'

const shown = (text: string): string => {
  const place = document.createElement('p')
  place.append(...markup(text))
  const tell = (node: Node): string =>
    node.nodeType === Node.TEXT_NODE
      ? (node.textContent ?? '')
      : `[${(node as Element).localName} ${[...node.childNodes].map(tell).join('')}]`
  return [...place.childNodes].map(tell).join('')
}

describe('markup', () => {
  test.each([
    ['plain', 'plain'],
    ['*bold* and _italic_ and `code`', '[b bold] and [i italic] and [code code]'],
    ['(*a b*), "_c_".', '([b a b]), "[i c]".'],
    ['*both _at_ once*', '[b both [i at] once]'],
    ['`*not bold* https://a.example`', '[code *not bold* https://a.example]'],
    ['*https://a.example/x_y_z*', '[b [a https://a.example/x_y_z]]'],
    ['https://a.example/*x*/_y_', '[a https://a.example/*x*/_y_]'],
    ['see https://a.example/?q=*x* *now*', 'see [a https://a.example/?q=*x]* [b now]'],
    ['2*3*4 snake_case_name `', '2*3*4 snake_case_name `'],
    ['* one * two', '* one * two'],
    ['*a\nb*', '*a\nb*'],
    ['one\n*two*\nthree', 'one\n[b two]\nthree'],
    ['**bold** (**a b**), **c.**', '[b bold] ([b a b]), [b c.]'],
    ['**one *two* _three_**', '[b one [b two] [i three]]'],
    ['**a\nb**', '**a\nb**'],
    ['** a ** b', '** a ** b'],
    ['2**3**4 **', '2**3**4 **'],
    ['`**code**`', '[code **code**]'],
    ['*a **b', '*a **b'],
    ['** __ `` *', '** __ `` *'],
    ['_snake_case_', '[i snake_case]'],
    ['*<img src=x onerror=alert(1)>*', '[b <img src=x onerror=alert(1)>]'],
    ['', ''],
  ])('%s', (text, want) => {
    expect(shown(text)).toBe(want)
  })

  test.each([
    '*a '.repeat(1333),
    '_'.repeat(4000),
    '`a'.repeat(2000),
    '*_'.repeat(2000),
    '**a '.repeat(1000),
    '*'.repeat(4000),
    '*_a '.repeat(1000),
  ])('a long text is no burden: %#', (text) => {
    // One that takes for ever is ended by the runner.
    expect(markup(text).length).toBeGreaterThan(0)
  })
})
