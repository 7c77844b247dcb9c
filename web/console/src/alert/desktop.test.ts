// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openAlerts, switchAlert } from './choice'
import { notify } from './desktop'
import { $push, type Pushed } from './push'

describe('notify', () => {
  const shown: string[] = []

  beforeEach(() => {
    localStorage.clear()
    openAlerts('ana')
    switchAlert('desktop', true)
    shown.length = 0
    $push.set(undefined)
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    vi.stubGlobal(
      'Notification',
      class {
        static permission = 'granted'
        constructor(_: string, { body }: { body: string }) {
          shown.push(body)
        }
        close() {}
      },
    )
  })

  it('ALT-1: shows what is not pushed to this browser, and leaves the rest to the push', () => {
    const all = (['request', 'message'] as Pushed[]).map((kind) => () => notify(kind, 'c1', kind, () => {}))
    for (const one of all) one()
    expect(shown).toEqual(['request', 'message'])
    $push.set({ on: true, key: '', wants: ['request'] })
    for (const one of all) one()
    expect(shown).toEqual(['request', 'message', 'message'])
    $push.set({ on: false, key: '', wants: ['request'] })
    for (const one of all) one()
    expect(shown).toEqual(['request', 'message', 'message', 'request', 'message'])
  })
})
