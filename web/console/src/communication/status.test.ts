import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { passedBy, statusOf } from './status'

const request = (over: Partial<Schemas['Request']>) =>
  ({ ringing: [], passes: [], returned: false, visitorAway: false, ...over }) as Schemas['Request']
const nameOf = (id: string) => id.toUpperCase()
const status = (over: Partial<Schemas['Request']>) => statusOf(request(over), 'ana', nameOf)

describe('where a request stands', () => {
  it('QUE-1 says at whom it rings, else why it waits', () => {
    const ben = { operator: 'ben', until: 1 }
    expect(status({ ringing: [ben, { operator: 'carl', until: 1 }] })).toEqual({ key: 'ringing', who: 'BEN, CARL', rings: true })
    expect(status({ ringing: [ben, { operator: 'ana', until: 1 }] })).toEqual({ key: 'ringingAtYou', rings: true })
    expect(status({ visitorAway: true, returned: true }).key).toBe('away')
    expect(status({ returned: true }).key).toBe('returned')
    expect(status({}).key).toBe('inQueue')
  })

  it('names each who passed it once, as he did last', () => {
    const passes = [
      { operator: 'ben', how: 'missed', at: 1 },
      { operator: 'ana', how: 'declined', at: 2 },
      { operator: 'ben', how: 'declined', at: 3 },
    ] as const
    expect(passedBy(request({ passes: [...passes] }), 'declined', nameOf)).toBe('BEN, ANA')
    expect(passedBy(request({ passes: [...passes] }), 'missed', nameOf)).toBe('')
  })
})
