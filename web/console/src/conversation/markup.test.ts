import { expect, test } from 'vitest'
import { markup } from './markup'

test.each([
  ['nothing in it', [{ text: 'nothing in it' }]],
  ['Hello *Rui*, see', [{ text: 'Hello ' }, { text: 'Rui', mark: 'b' }, { text: ', see' }]],
  ['say **so**, **not\nhere** 2**3**4', [{ text: 'say ' }, { text: 'so', mark: 'b' }, { text: ', **not\nhere** 2**3**4' }]],
  ['_now_ say `make run`', [{ text: 'now', mark: 'i' }, { text: ' say ' }, { text: 'make run', mark: 'code' }]],
  ['2*3*4 and snake_case_name', [{ text: '2*3*4 and snake_case_name' }]],
  ['* a list *', [{ text: '* a list *' }]],
  ['one *line\nonly*', [{ text: 'one *line\nonly*' }]],
  ['https://shop.example/a_b_c *yes*', [{ text: 'https://shop.example/a_b_c ' }, { text: 'yes', mark: 'b' }]],
  ['<b>*x*</b>', [{ text: '<b>' }, { text: 'x', mark: 'b' }, { text: '</b>' }]],
])('CHT-1: %j', (text, parts) => {
  expect(markup(text)).toEqual(parts)
})
