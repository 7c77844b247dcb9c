// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { startWords } from '../i18n'
import { $messageDialog, closeMessageDialog } from '../invitation/openMessageDialog'
import { forgetPicture } from '../state/live'
import { $profiles, closeProfiles, showProfile } from '../state/profiles'
import { receive } from '../state/receive'
import { openWindows } from '../state/windows'
import { MonitorScreen } from './MonitorScreen'
import { showOnMonitor } from './show'
import { $steady } from './steady'

type Visit = Schemas['Visit']

const zone = (id: string, name: string, over: Partial<Schemas['Zone']> = {}) =>
  ({ id, name, site: 'shop', order: 0, default: false, colour: '#123456', patterns: [], ...over }) as Schemas['Zone']
const visit = (id: string, over: Partial<Visit> = {}) =>
  ({
    id,
    visitor: id,
    site: 'shop',
    zone: 'catalog',
    url: 'https://shop.example/catalog',
    title: 'Catalogue',
    started: 1,
    pageSince: 1,
    pages: 1,
    visits: 1,
    tabs: 1,
    trail: [],
    refused: false,
    sleeping: false,
    presence: 'here',
    ...over,
  }) as Visit
const ZONES = [
  zone('rest', 'Default zone', { default: true }),
  zone('catalog', 'Catalog', { order: 1 }),
  zone('cart', 'Cart', { order: 2 }),
]
const NOBODY_KEPT_OUT = {
  robots: 0,
  robotNames: {},
  privacy: 0,
  siteOff: 0,
  unknownKey: 0,
  unknownSite: 0,
  overCapacity: 0,
  blocked: 0,
}

function picture(visits: Visit[], keptOut: Partial<Schemas['KeptOut']> = {}): void {
  receive({
    type: 'picture',
    at: 400_000,
    epoch: 'e',
    me: 'ana',
    sites: [{ id: 'shop' } as Schemas['Site']],
    zones: ZONES,
    visits,
    invitations: [],
    requests: [],
    conversations: [],
    operators: [],
    keptOut: { ...NOBODY_KEPT_OUT, ...keptOut },
  })
}

const changed = (...visits: Visit[]) => act(() => receive({ type: 'visits', at: 400_000, changed: visits, gone: [] }))
const show = (...visits: Visit[]) => {
  picture(visits)
  render(<MonitorScreen />)
}
const badge = (name: RegExp) => screen.getByRole('button', { name })
const windowOf = (name: string) => within(screen.getByRole('region', { name }))

beforeAll(startWords)
beforeEach(() => {
  // There is no layout here: every element has room.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800)
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no server here')))
  localStorage.clear()
  sessionStorage.clear()
  openWindows('ana')
})
afterEach(() => {
  vi.useRealTimers()
  cleanup()
  $steady.set(false)
  closeProfiles()
  closeMessageDialog()
  forgetPicture()
})

describe('site monitor', () => {
  it('says how many visitors there are, and how many came just now', () => {
    show(visit('a', { started: 399_000 }), visit('b'), visit('c', { presence: 'left' }))
    expect(screen.getByRole('heading', { name: '2 visitors' })).toBeTruthy()
    expect(screen.getByText('on 1 site, 1 new in the last 5 minutes')).toBeTruthy()
  })

  it('has a button per zone with its live count, which opens and closes its window (MON-1)', () => {
    show(visit('a', { city: 'Lyon' }))
    const button = screen.getByRole('button', { name: 'Catalog (1)' })
    expect(button.getAttribute('aria-pressed')).toBe('true')
    expect(screen.getByRole('button', { name: 'Cart (0)' }).getAttribute('aria-pressed')).toBe('false')
    fireEvent.click(button)
    expect(screen.queryByRole('region', { name: 'Catalog' })).toBeNull()
    expect(screen.getByRole('heading', { name: 'All zone windows are closed' })).toBeTruthy()
  })

  it('puts who sleeps after who is awake', () => {
    show(visit('a', { city: 'Lyon', sleeping: true }), visit('b', { city: 'Bern', started: 2 }))
    expect([...document.querySelectorAll('[data-visit]')].map((one) => one.getAttribute('data-visit'))).toEqual(['b', 'a'])
  })

  it('keeps badges in their places while a pointer is at work among them, with live counts', () => {
    const names = () => [...document.querySelectorAll('[data-zone="catalog"] > li')].map((one) => one.textContent?.slice(0, 4))
    show(visit('a', { city: 'Lyon' }), visit('b', { city: 'Bern', started: 2 }), visit('c', { city: 'Oslo', started: 3 }))
    const pointer = (screenX: number) =>
      fireEvent(screen.getByRole('main'), new PointerEvent('pointermove', { screenX, bubbles: true }))
    pointer(1)
    act(() => void pointer(2))
    changed(visit('a', { city: 'Lyon', presence: 'left' }), visit('b', { city: 'Bern', started: 2, sleeping: true }))
    expect(names()).toEqual(['', 'Bern', 'Oslo'])
    expect(screen.getByRole('button', { name: 'Catalog (2)' })).toBeTruthy()
    act(() => void fireEvent.pointerLeave(screen.getByRole('main')))
    expect(names()).toEqual(['Oslo', 'Bern'])
  })

  it('opens a window for a first visitor when the pointer is no longer at work', () => {
    show(visit('a', { city: 'Lyon' }))
    act(() => $steady.set(true))
    changed(visit('b', { city: 'Bern', zone: 'cart' }))
    expect(screen.queryByRole('region', { name: 'Cart' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Cart (1)' })).toBeTruthy()
    act(() => $steady.set(false))
    expect(windowOf('Cart').getByRole('button', { name: /^Bern/ })).toBeTruthy()
  })

  it('folds the window of a zone that has stayed empty up to its title bar', () => {
    vi.useFakeTimers()
    show(visit('a', { city: 'Lyon' }), visit('b', { city: 'Bern', zone: 'cart' }))
    changed(visit('b', { city: 'Bern', presence: 'left', zone: 'cart' }))
    expect(windowOf('Cart').getByText('Nobody is here just now.')).toBeTruthy()
    act(() => void vi.advanceTimersByTime(5000))
    expect(windowOf('Cart').queryByText('Nobody is here just now.')).toBeNull()
    expect(screen.getByRole('region', { name: 'Cart' }).style.height).toBe('42px')
  })

  it('brings the badge into view whose profile is opened, and follows it to another zone', async () => {
    const seen = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => undefined as never)
    const last = () => (seen.mock.contexts.at(-1) as Element | undefined)?.getAttribute('aria-label')
    show(visit('a', { city: 'Lyon' }), visit('b', { city: 'Bern', zone: 'cart' }))
    await act(() => showProfile('a'))
    expect([last(), seen.mock.calls.length]).toEqual(['Lyon, Catalogue, First visit, profile open', 1])
    changed(visit('a', { city: 'Lyon', title: 'Cart', zone: 'cart' }))
    expect([last(), seen.mock.calls.length]).toEqual(['Lyon, Cart, First visit, profile open', 2])
    act(() => void fireEvent.wheel(screen.getByRole('main')))
    changed(visit('a', { city: 'Lyon', title: 'Catalogue' }))
    expect(seen.mock.calls.length).toBe(2)
  })

  it('opens the window of a badge that is sought and brings it into view', () => {
    const seen = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => undefined as never)
    show(visit('a', { city: 'Lyon' }))
    fireEvent.click(screen.getByRole('button', { name: 'Catalog (1)' }))
    act(() => showOnMonitor('a'))
    expect(badge(/^Lyon/).dataset.selected).toBe('true')
    expect(seen.mock.contexts).toEqual([badge(/^Lyon/)])
  })

  it('shows a card only to a pointer that has moved over a badge', () => {
    vi.useFakeTimers()
    show(visit('a', { city: 'Lyon' }))
    const pointer = (screenX: number) => {
      const event = new PointerEvent('pointermove', { screenX, bubbles: true, pointerType: 'mouse' })
      act(() => void fireEvent(badge(/^Lyon/), event))
      act(() => void vi.advanceTimersByTime(400))
    }
    pointer(50)
    act(() => void fireEvent.keyDown(window, { key: 'Escape' }))
    pointer(50)
    expect(screen.queryByRole('tooltip')).toBeNull()
    pointer(51)
    expect(screen.getByRole('tooltip').textContent).toContain('Catalogue')
    changed(visit('a', { city: 'Lyon', zone: 'cart' }))
    act(() => void vi.advanceTimersByTime(50))
    expect(screen.queryByRole('tooltip')).toBeNull()
  })

  it('moves a badge with its visitor (MON-2)', () => {
    show(visit('a', { city: 'Lyon' }), visit('b', { city: 'Bern', zone: 'cart' }))
    changed(visit('a', { city: 'Lyon', zone: 'cart', title: 'Your cart' }))
    expect(windowOf('Cart').getByRole('button', { name: /^Lyon, Your cart/ })).toBeTruthy()
    expect(windowOf('Catalog').queryByRole('button', { name: /^Lyon/ })).toBeNull()
    expect(screen.getByRole('button', { name: 'Cart (2)' })).toBeTruthy()
  })

  it('keeps the focus on a badge that moves', () => {
    show(visit('a', { city: 'Lyon' }), visit('b', { city: 'Bern', zone: 'cart' }))
    act(() => badge(/^Lyon/).focus())
    changed(visit('a', { city: 'Lyon', zone: 'cart' }))
    expect(document.activeElement).toBe(badge(/^Lyon/))
  })

  it('hides sleeping visitors and shows them again (MON-4)', () => {
    show(visit('a', { city: 'Lyon' }), visit('b', { city: 'Bern', sleeping: true }))
    fireEvent.click(screen.getByRole('button', { name: 'Hide sleeping visitors' }))
    expect(screen.queryByRole('button', { name: /^Bern/ })).toBeNull()
    expect(screen.getByText('1 sleeping visitor is hidden.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Show sleeping visitors' }))
    expect(badge(/^Bern, .*Sleeping/)).toBeTruthy()
  })

  it('opens the profile by a double click and by Enter, and frames the badge (S-01, MON-5)', () => {
    show(visit('a', { city: 'Lyon' }), visit('b', { city: 'Bern' }))
    fireEvent.doubleClick(badge(/^Lyon/))
    expect($profiles.get()).toMatchObject({ active: 'a', open: [{ tab: 'general' }] })
    fireEvent.keyDown(badge(/^Bern/), { key: 'Enter' })
    expect($profiles.get().active).toBe('b')
    expect(badge(/^Bern, .*profile open/).dataset.framed).toBe('true')
  })

  it('opens profile and message dialog by E (S-05, S-06)', async () => {
    show(visit('a', { city: 'Lyon' }))
    fireEvent.keyDown(badge(/^Lyon/), { key: 'e' })
    await vi.waitFor(() => expect($messageDialog.get()).toBe('a'))
    expect($profiles.get().open[0]?.tab).toBe('live')
  })

  it('opens a context menu with what can be done (S-04)', async () => {
    show(visit('a', { city: 'Lyon' }))
    fireEvent.contextMenu(badge(/^Lyon/))
    const items = await screen.findAllByRole('menuitem')
    expect(items.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('View profile'),
      expect.stringContaining('Engage in communication'),
      expect.stringMatching(/^Push page….*Start one first/),
      expect.stringContaining('Block'),
    ])
  })

  it('is walked with the arrow keys; Tab reaches one badge of a window', () => {
    show(visit('a', { city: 'Lyon' }), visit('b', { city: 'Bern', started: 2 }))
    expect([badge(/^Lyon/).tabIndex, badge(/^Bern/).tabIndex]).toEqual([0, -1])
    act(() => badge(/^Lyon/).focus())
    fireEvent.keyDown(badge(/^Lyon/), { key: 'ArrowRight' })
    expect(document.activeElement).toBe(badge(/^Bern/))
    expect([badge(/^Lyon/).tabIndex, badge(/^Bern/).tabIndex]).toEqual([-1, 0])
  })

  it('draws only what is in view of a crowd (MON-7)', () => {
    show(...Array.from({ length: 5000 }, (_, i) => visit(`v${i}`, { city: `City ${i}` })))
    expect(document.querySelector('[aria-label="Catalog (5000)"]')).toBeTruthy()
    expect(document.querySelectorAll('[data-visit]').length).toBeLessThan(300)
  })

  it('shows the badge in one line, or in detail', () => {
    show(visit('a', { city: 'Lyon' }))
    expect(screen.getByText('Catalogue')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Compact' }))
    expect(screen.queryByText('Catalogue')).toBeNull()
    expect(screen.getByRole('button', { name: 'Detailed' })).toBeTruthy()
  })

  it('says why robots were kept out (MON-8)', async () => {
    picture([visit('a')], { robots: 6, robotNames: { bingbot: 4, AhrefsBot: 2 } })
    render(<MonitorScreen />)
    fireEvent.click(screen.getByRole('button', { name: /Robots kept out/ }))
    expect(await screen.findByText('bingbot')).toBeTruthy()
    expect(screen.getByText('known by the name they give themselves')).toBeTruthy()
  })

  it('offers the next step when nobody is there', () => {
    picture([])
    render(<MonitorScreen me={{ demo: true } as Schemas['Me']} />)
    expect(screen.getByRole('link', { name: 'Open the demo shop' }).getAttribute('href')).toBe('/demo/')
  })
})
