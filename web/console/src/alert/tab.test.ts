// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openAlerts, switchAlert } from './choice'
import { markIcon, renewIcon } from './favicon'
import { countInTitle, press, renewTitle } from './title'

const icon = () => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href.split('/').at(-1)

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  openAlerts('ana')
  document.head.innerHTML = '<link rel="icon" href="/brand.svg">'
})
afterEach(() => {
  press('')
  countInTitle(0)
  markIcon('unread', false)
  vi.useRealTimers()
})

it('says nothing in the title of a tab whose operator wants none, also of what waits already', () => {
  countInTitle(2)
  press('Chat request: Rui')
  expect(document.title).toBe('Chat request: Rui')
  switchAlert('title', false)
  renewTitle()
  vi.advanceTimersByTime(10_000)
  expect(document.title).toBe('Beckon')
  countInTitle(3)
  expect(document.title).toBe('Beckon')
  switchAlert('title', true)
  renewTitle()
  expect(document.title).toBe('Chat request: Rui')
})

it('leaves the icon alone for an operator who wants that, and keeps his choice', () => {
  markIcon('unread', true)
  expect(icon()).toBe('brand-waiting.svg')
  switchAlert('icon', false)
  renewIcon()
  expect(icon()).toBe('brand.svg')
  openAlerts('bert')
  renewIcon()
  expect(icon()).toBe('brand-waiting.svg')
  openAlerts('ana')
  renewIcon()
  expect(icon()).toBe('brand.svg')
})
