import { expect, it } from 'vitest'
import { initialsOf } from '.'

it('S-20 initials are letters and digits only', () => {
  expect(
    ['B<', 'ana', ' Ana  Maria Costa ', '“Ana” (Sales)', '<b>Rui</b> & 2', '李 小龙', '🙂 Ana', '<>', ''].map(initialsOf),
  ).toEqual(['B', 'A', 'AC', 'AS', 'B2', '李小', 'A', 'O', 'O'])
})
