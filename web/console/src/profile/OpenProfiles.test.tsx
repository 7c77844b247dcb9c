// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $lines } from '../conversation/following'
import { startWords } from '../i18n'
import { $conversations, $me } from '../state/live'
import { OpenProfiles } from './OpenProfiles'

const visit = (id: string, presence: Schemas['Visit']['presence'] = 'here') =>
  ({ id, visitor: `v-${id}`, name: id, presence, pages: 1, title: '', url: '' }) as Schemas['Visit']

describe('the row of open profiles', () => {
  const shown: string[] = []
  beforeAll(startWords)
  beforeEach(() => {
    shown.length = 0
    vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
      shown.push(this.textContent ?? '')
    })
    $me.set('ana')
    const chat = (id: string) => ({ id: `c-${id}`, visitor: `v-${id}`, operator: 'ana', state: 'open', started: 1 })
    $conversations.set(Object.fromEntries(['Ada', 'Gus'].map((id) => [`c-${id}`, chat(id) as Schemas['Conversation']])))
    const said = { seq: 1, from: 'visitor', text: 'Hello?', at: 1 } as Schemas['Message']
    $lines.set({ 'c-Ada': { list: [said] }, 'c-Gus': { list: [said] } } as unknown as ReturnType<typeof $lines.get>)
  })
  afterEach(() => {
    cleanup()
    $conversations.set({})
    $lines.set({})
  })
  const row = [visit('Old', 'left'), visit('Gus', 'left'), visit('Ada'), visit('Zoe')]
  const tabs = () => screen.getAllByRole('tab').map((tab) => tab.textContent)

  it('has those who are gone last, unless the talk with them goes on', () => {
    render(<OpenProfiles visits={row} active="Zoe" />)
    expect(tabs().map((text) => text?.slice(0, 3))).toEqual(['Gus', 'Ada', 'Zoe', 'Old'])
  })

  it('brings into view what comes to the front', () => {
    const { rerender } = render(<OpenProfiles visits={row} active="Zoe" />)
    expect(shown).toEqual(['Zoe'])
    rerender(<OpenProfiles visits={row} active="Old" />)
    expect(shown).toEqual(['Zoe', 'Old'])
    rerender(<OpenProfiles visits={[...row, visit('New')]} active="New" />)
    expect(shown.at(-1)).toBe('New')
  })

  it('says how much is unread where it is not in front', () => {
    render(<OpenProfiles visits={row} active="Gus" />)
    expect(screen.getByRole('tab', { name: /Ada.*1/ })).toBeTruthy()
    expect(screen.getByRole('tab', { name: 'Gus' })).toBeTruthy()
  })
})
