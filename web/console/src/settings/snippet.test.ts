import { describe, expect, it } from 'vitest'
import { cspOf, snippetOf } from './snippet'

describe('the set-up page', () => {
  it('OPS-7 gives the snippet with the KEY', () => {
    expect(snippetOf('https://help.example', 'k1')).toBe(
      '<script async src="https://help.example/beckon.js" data-site="k1"></script>',
    )
  })

  it('OPS-7 gives the CSP lines for script, fetches and socket', () => {
    expect(cspOf('https://help.example')).toBe(
      'script-src https://help.example;\nconnect-src https://help.example wss://help.example;',
    )
    expect(cspOf('http://localhost:8080')).toContain('ws://localhost:8080')
  })
})
