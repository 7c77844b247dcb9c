import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import type { Session } from '../state/session'
import { placeFor } from './place'

const me = (over: Partial<Schemas['Me']> = {}): Session => ({
  state: 'in',
  me: { needsSetup: false, needsPassword: false, ...over } as Schemas['Me'],
})
const out: Session = { state: 'out', expired: false }

describe('placeFor', () => {
  it('sends who is not signed in to the sign-in page, and remembers what he wanted', () => {
    expect(placeFor(out, '/settings/site')).toEqual({ is: 'elsewhere', to: '/sign-in', search: { back: '/settings/site' } })
    expect(placeFor(out, '/')).toEqual({ is: 'elsewhere', to: '/sign-in', search: {} })
    expect(placeFor(out, '/sign-in')).toEqual({ is: 'here' })
  })

  it('leads on from the sign-in page to what was wanted', () => {
    expect(placeFor(me(), '/sign-in', '/settings/site')).toEqual({ is: 'elsewhere', to: '/settings/site', search: {} })
    expect(placeFor(me(), '/sign-in', '/messages/Ab_c-1')).toEqual({ is: 'elsewhere', to: '/messages/Ab_c-1', search: {} })
    expect(placeFor(me(), '/sign-in/')).toEqual({ is: 'elsewhere', to: '/', search: {} })
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/sign-in', 'javascript:alert(1)', '/a?b=c'])(
    'does not follow %s',
    (back) => expect(placeFor(me(), '/sign-in', back)).toEqual({ is: 'elsewhere', to: '/', search: {} }),
  )

  it('puts set-up before everything, then the password', () => {
    expect(placeFor(me({ needsSetup: true }), '/')).toEqual({ is: 'elsewhere', to: '/setup', search: {} })
    expect(placeFor(me({ needsSetup: true }), '/setup')).toEqual({ is: 'here' })
    expect(placeFor(me({ needsPassword: true }), '/help')).toEqual({ is: 'choose-password' })
  })

  it('does not set up twice', () => {
    expect(placeFor(me(), '/setup')).toEqual({ is: 'elsewhere', to: '/', search: {} })
  })

  it('waits until it is known who is signed in', () => {
    expect(placeFor({ state: 'unknown' }, '/')).toEqual({ is: 'waiting' })
    expect(placeFor({ state: 'unreachable' }, '/')).toEqual({ is: 'unreachable' })
  })
})
