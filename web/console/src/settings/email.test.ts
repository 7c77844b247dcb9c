import { describe, expect, it } from 'vitest'
import { changeOf, type Edited, withTLS } from './email'

const stored: Edited = {
  host: 'mail.shop.example',
  port: 587,
  tls: 'starttls',
  user: 'shop',
  password: '',
  fromAddress: 'help@shop.example',
  fromName: 'The Shop',
  transcriptSubject: 'Your conversation with %site%',
}

describe('e-mail settings', () => {
  it('MAI-1 sends a password only when one was typed', () => {
    expect(changeOf(stored)).not.toHaveProperty('password')
    expect(changeOf({ ...stored, password: 'right horse' }).password).toBe('right horse')
    expect(changeOf({ ...stored, user: '', password: 'right horse' })).not.toHaveProperty('password')
  })

  it('MAI-1 goes to the usual port of another encryption, unless the port was chosen by hand', () => {
    expect(withTLS(stored, 'tls')).toEqual({ tls: 'tls', port: 465 })
    expect(withTLS({ ...stored, port: 2525 }, 'tls')).toEqual({ tls: 'tls' })
  })
})
