// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $visits } from './live'
import { $folded, $profiles, closeProfile, closeProfiles, foldProfiles, reopenProfiles, showProfile } from './profiles'

const get = vi.hoisted(() => vi.fn())
vi.mock('./api', () => ({ api: { get } }))

const visit = (id: string, over: Partial<Schemas['Visit']> = {}) => ({ id, presence: 'here', ...over }) as Schemas['Visit']
const open = () => $profiles.get().open.map((one) => `${one.visit.id} ${one.tab}`)

beforeEach(() => {
  sessionStorage.clear()
  closeProfiles()
  get.mockReset()
  $visits.set({ a: visit('a'), b: visit('b') })
})

describe('open profiles', () => {
  it('S-01 open on General, S-05 on the tab that is asked for', async () => {
    await showProfile('a')
    await showProfile('b', 'live')
    expect(open()).toEqual(['a general', 'b live'])
    expect($profiles.get().active).toBe('b')
  })

  it('are brought to the front, each keeping its tab unless another is asked for', async () => {
    await showProfile('a', 'messages')
    await showProfile('b')
    await showProfile('a')
    expect([open(), $profiles.get().active]).toEqual([['a messages', 'b general'], 'a'])
    await showProfile('a', 'live')
    expect(open()).toEqual(['a live', 'b general'])
  })

  it('close one by one, another coming to the front', async () => {
    await showProfile('a')
    await showProfile('b')
    closeProfile('b')
    expect([open(), $profiles.get().active]).toEqual([['a general'], 'a'])
    closeProfile('a')
    expect($profiles.get()).toEqual({ open: [], active: undefined })
  })

  it('can be of a visitor who has left the monitor', async () => {
    get.mockResolvedValue({ visit: visit('gone', { presence: 'left' }) })
    await showProfile('gone', 'live')
    expect(get).toHaveBeenCalledWith('/visits/gone')
    expect(open()).toEqual(['gone live'])
  })

  it('are open again when the page has been loaded anew, each on its tab, for their own operator only', async () => {
    await reopenProfiles('ana')
    await showProfile('a', 'messages')
    await showProfile('b', 'live')
    await showProfile('a')
    closeProfiles()
    await reopenProfiles('ben')
    expect(open()).toEqual([])
    closeProfiles()
    await reopenProfiles('ana')
    expect([open(), $profiles.get().active]).toEqual([['a messages', 'b live'], 'a'])
    closeProfile('a')
    closeProfiles()
    await reopenProfiles('ana')
    expect(open()).toEqual(['b live'])
  })

  it('are not shown one after the other when the page has been loaded anew: what is shown counts as read', async () => {
    await reopenProfiles('ana')
    get.mockResolvedValue({ visit: visit('gone', { presence: 'left' }) })
    await showProfile('a', 'live')
    await showProfile('gone', 'live')
    await showProfile('b', 'live')
    await showProfile('a')
    closeProfiles()
    const fronts: (string | undefined)[] = []
    const stop = $profiles.listen(({ active }) => fronts.push(active))
    await reopenProfiles('ana')
    stop()
    expect([open(), fronts]).toEqual([['a live', 'gone live', 'b live'], ['a']])
  })

  it('leave in front what was opened before the others were found', async () => {
    await reopenProfiles('ana')
    await showProfile('a')
    closeProfiles()
    const reopened = reopenProfiles('ana')
    await showProfile('b', 'live')
    await reopened
    expect([open(), $profiles.get().active]).toEqual([['a general', 'b live'], 'b'])
  })

  it('stay as they are when a visit is not known any more', async () => {
    get.mockRejectedValue(new Error('not found'))
    await expect(showProfile('never')).rejects.toThrow()
    expect(open()).toEqual([])
  })

  it('are put aside where they would cover another page, until one is asked for', async () => {
    await reopenProfiles('ana')
    await showProfile('a')
    closeProfiles()
    await reopenProfiles('ana', true)
    expect([open(), $folded.get()]).toEqual([['a general'], true])
    await showProfile('a')
    expect($folded.get()).toBe(false)
    foldProfiles()
    expect([open(), $folded.get()]).toEqual([['a general'], true])
  })
})
