import { beforeEach, describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $blocking } from '../block/block'
import { $pushing } from '../conversation/push'
import { startWords } from '../i18n'
import { $me, $visits } from '../state/live'
import { $session } from '../state/session'
import { block, pushPage } from './visitor'

const visit = (talk?: Partial<Schemas['ConversationMark']>) => {
  const conversation = talk && { id: 'c1', kind: 'text', operator: '', operatorName: '', hold: false, ...talk }
  $visits.set({ v1: { id: 'v1', visitor: 'of-v1', name: 'Rui', presence: 'here', conversation } as Schemas['Visit'] })
}
const signedIn = (administrator: boolean) =>
  $session.set({ state: 'in', me: { operator: { id: 'ana', administrator } } as Schemas['Me'] })

beforeEach(async () => {
  await startWords()
  $me.set('ana')
  $pushing.set(undefined)
  $blocking.set(undefined)
  signedIn(false)
})

describe('CHT-2 Push page', () => {
  it('needs a chat of one’s own, and says why it can’t be', () => {
    visit()
    expect(pushPage.reason?.('v1')).toBe('A page is offered in a chat. Start one first.')
    visit({ operator: 'bert', operatorName: 'Bert' })
    expect(pushPage.reason?.('v1')).toBe('Bert talks with this visitor.')
    visit({})
    expect(pushPage.reason?.('v1')).toBe('This chat waits in the queue. Take it first.')
    visit({ operator: 'ana' })
    expect(pushPage.reason?.('v1')).toBeUndefined()
    pushPage.run('v1')
    expect($pushing.get()).toBe('c1')
  })
})

describe('MON-5 Block', () => {
  it('asks first; one who talks with a colleague is an administrator’s to block', () => {
    visit({ operator: 'bert', operatorName: 'Bert' })
    expect(block.reason?.('v1')).toBe('Bert talks with this visitor.')
    signedIn(true)
    expect(block.reason?.('v1')).toBeUndefined()
    visit()
    signedIn(false)
    expect(block.reason?.('v1')).toBeUndefined()
    block.run('v1')
    expect($blocking.get()).toEqual({ visitor: 'of-v1', name: 'Rui' })
  })
})
