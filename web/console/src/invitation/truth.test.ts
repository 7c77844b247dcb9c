import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { hindranceOf, latestOf, truthOf } from './truth'

const invitation = (over: Partial<Schemas['Invitation']> = {}): Schemas['Invitation'] => ({
  id: 'i1',
  visitor: 'v1',
  visit: 's1',
  site: 'x',
  operator: 'ana',
  operatorName: 'Ana',
  text: 'Hello',
  kind: 'text',
  state: 'sent',
  sent: 10,
  expires: 1000,
  ...over,
})
const keys = (over: Partial<Schemas['Invitation']>) => truthOf(invitation(over)).map((step) => step.key)

describe('the truth about an invitation', () => {
  it('S-35 tells each state as it is reached and what is still to come', () => {
    expect(keys({})).toEqual(['sent', 'notDelivered'])
    expect(keys({ state: 'delivered', delivered: 11 })).toEqual(['sent', 'delivered', 'notShown'])
    expect(keys({ state: 'shown', delivered: 11, shown: 12 })).toEqual(['sent', 'delivered', 'shown'])
  })

  it('S-35 ends with the outcome and claims nothing that did not happen', () => {
    expect(keys({ state: 'declined', delivered: 11, shown: 12, ended: 13 })).toEqual(['sent', 'delivered', 'shown', 'declined'])
    expect(keys({ state: 'undeliverable', ended: 13 })).toEqual(['sent', 'undeliverable'])
    expect(keys({ state: 'expired', delivered: 11, ended: 13 })).toEqual(['sent', 'delivered', 'expired'])
  })

  it('is that of the unanswered invitation, else of the latest', () => {
    const old = invitation({ id: 'old', sent: 1, state: 'declined' })
    const late = invitation({ id: 'late', sent: 5, state: 'expired' })
    const other = invitation({ id: 'other', sent: 9, visit: 's2' })
    expect(latestOf([old, late, other], 's1')?.id).toBe('late')
    expect(latestOf([invitation({ id: 'open', sent: 0 }), late], 's1')?.id).toBe('open')
    expect(latestOf([other], 's1')).toBeUndefined()
  })
})

describe('hindranceOf', () => {
  const visit = { presence: 'here' } as Schemas['Visit']
  const talk = { id: 'c', kind: 'text', operator: 'ben', operatorName: 'Ben', hold: false } as const

  it('S-36 says why and by whom a visitor can’t be invited', () => {
    expect(hindranceOf(visit, 'ana')).toBeUndefined()
    expect(hindranceOf({ ...visit, conversation: talk }, 'ana')).toEqual({ why: 'talking', mine: false, who: 'Ben' })
    expect(
      hindranceOf({ ...visit, invitation: { id: 'i', operator: 'ana', operatorName: 'Ana', state: 'shown' } }, 'ana'),
    ).toEqual({ why: 'invited', mine: true, who: 'Ana' })
    const request = { id: 'r', kind: 'text', asked: 1, returned: false } as const
    expect(hindranceOf({ ...visit, request }, 'ana')).toEqual({ why: 'waiting' })
    expect(
      hindranceOf({ ...visit, request: { ...request, returned: true }, conversation: { ...talk, operator: '' } }, 'ana'),
    ).toEqual({ why: 'returned' })
    expect(hindranceOf({ ...visit, presence: 'left' }, 'ana')).toEqual({ why: 'left' })
  })
})
