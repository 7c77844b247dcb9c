import { describe, expect, it } from 'vitest'
import { ADD, ALL, choicesOf, recipientsOf } from './recipients'

describe('To: of a reply', () => {
  it('OFF-2 offers the addresses known, a new one, and all of several', () => {
    expect(choicesOf(['a@home.example'])).toEqual(['a@home.example', '<add email>'])
    expect(choicesOf(['a@home.example', 'b@work.example'])).toEqual([
      'a@home.example',
      'b@work.example',
      '<add email>',
      '<all emails>',
    ])
  })

  it('OFF-2 goes to whom the choice says', () => {
    const known = ['a@home.example', 'b@work.example']
    expect(recipientsOf('b@work.example', known, '')).toEqual(['b@work.example'])
    expect(recipientsOf(ALL, known, 'x')).toEqual(known)
    expect(recipientsOf(ADD, known, ' c@club.example ')).toEqual(['c@club.example'])
  })

  it.each(['', 'gerda', 'a@b@c', 'a@b.example, c@d.example', 'Gerda <a@b.example>', '"a"@b.example', 'a b@c.example'])(
    'T-31 does not take %j for an address',
    (typed) => expect(recipientsOf(ADD, [], typed)).toBeUndefined(),
  )
})
