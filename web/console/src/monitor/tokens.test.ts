import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { levelOf, shortNameOf, tokensOf } from './tokens'

type Visit = Schemas['Visit']

const visit = (over: Partial<Visit>) => ({ visits: 1, refused: false, sleeping: false, ...over }) as Visit
const names = (over: Partial<Visit>) => tokensOf(visit(over)).map(({ name }) => name)
const conversation = { id: 'c', operator: 'o', operatorName: 'Ana Oliveira', kind: 'text', hold: false } as const
const invitation = { id: 'i', operator: 'b', operatorName: 'Ben', state: 'shown' } as const

describe('tokens', () => {
  it('tell a first visit from a returning visitor', () => {
    expect([names({ visits: 1 }), names({ visits: 2 })]).toEqual([['first'], ['returning']])
  })

  it('name the operator of a talk and of a pending invitation', () => {
    expect(tokensOf(visit({ conversation }))[0]).toEqual({ name: 'chat', operator: 'Ana Oliveira' })
    expect(tokensOf(visit({ invitation }))[0]).toEqual({ name: 'invitation', operator: 'Ben' })
  })

  it('say voice in place of text while a call is open, and that one rings while it does (BDG-1)', () => {
    expect(tokensOf(visit({ conversation }), 'open')[0]).toEqual({ name: 'voice', operator: 'Ana Oliveira' })
    expect(tokensOf(visit({ conversation }), 'ringing')[0]).toEqual({ name: 'ringing', operator: 'Ana Oliveira' })
  })

  it('S-36 say first that the visitor waits in the queue; a chat that lost its operator is nobody’s', () => {
    const request = { id: 'r', kind: 'text', asked: 1, returned: false } as const
    expect(names({ request })).toEqual(['waiting', 'first'])
    const lost = { ...conversation, operator: '', operatorName: '' }
    expect(names({ request: { ...request, returned: true }, conversation: lost })).toEqual(['returned', 'first'])
  })

  it('are four at most, the most important first (BDG-1)', () => {
    const all = { conversation: { ...conversation, hold: true }, invitation, refused: true, sleeping: true, visits: 3 }
    expect(names(all)).toEqual(['hold', 'chat', 'invitation', 'refused'])
    expect(names({ refused: true, sleeping: true })).toEqual(['refused', 'sleeping', 'first'])
  })
})

describe('short names', () => {
  it('keep the first name and the letter of the last', () => {
    expect(['Ana Oliveira', 'Ana', 'Ana Maria de Souza', ' 李 小龙 ', ''].map(shortNameOf)).toEqual([
      'Ana O.',
      'Ana',
      'Ana S.',
      '李 小.',
      '',
    ])
  })
})

describe('the indicator', () => {
  it('rises with the pages seen, in five levels', () => {
    expect([0, 1, 2, 3, 5, 8, 12, 13, 400].map(levelOf)).toEqual([0, 1, 1, 2, 3, 4, 4, 5, 5])
  })
})
