import { describe, expect, it } from 'vitest'
import { partsOf } from './variables'

describe('partsOf', () => {
  it('S-11 sets off what stands in the place of a variable', () => {
    expect(partsOf("Hello! I'm %name%. Ask", "Hello! I'm Ana. Ask")).toEqual([
      { text: "Hello! I'm ", filled: false },
      { text: 'Ana', filled: true },
      { text: '. Ask', filled: false },
    ])
    expect(partsOf('%name% on %site%', 'Ana on Shop')).toEqual([
      { text: 'Ana', filled: true },
      { text: ' on ', filled: false },
      { text: 'Shop', filled: true },
    ])
  })

  it('S-41 leaves an unknown word as it is', () => {
    expect(partsOf('100 %sure%', '100 %sure%')).toEqual([{ text: '100 %sure%', filled: false }])
  })

  it('shows the filled text plainly when it does not fit the template', () => {
    expect(partsOf('a %name% b', 'something else')).toEqual([{ text: 'something else', filled: false }])
    expect(partsOf('plain', 'plainly')).toEqual([{ text: 'plainly', filled: false }])
  })
})
