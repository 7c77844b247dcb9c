// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { openAlerts, switchAlert } from '../alert/choice'
import { play } from '../alert/sounds'
import { startWords } from '../i18n'
import { api, Refusal } from '../state/api'
import { $me, $requests, takeRequest } from '../state/live'
import { $profiles } from '../state/profiles'
import { $toasts } from '../ui/Toast/toasts'
import { $answered, answerRequest, takeNext } from './answering'
import { $ringing, RING_EVERY, requestChanged, watchRinging } from './ringing'

vi.mock('../alert/sounds', () => ({ play: vi.fn() }))

type Request = Schemas['Request']

const START = 1_000_000
const UNTIL = START + 30_000
const request = (over: Partial<Request> = {}): Request => ({
  id: 'r1',
  visitor: 'v1',
  visit: 's1',
  site: 'shop',
  kind: 'text',
  visitorName: 'Rui',
  state: 'waiting',
  returned: false,
  invited: false,
  asked: START,
  ringing: [{ operator: 'ana', until: UNTIL }],
  passes: [],
  visitorAway: false,
  ...over,
})
const come = (over: Partial<Request> = {}) => {
  const now = request(over)
  requestChanged(takeRequest(now), now)
}
const toasts = () => $toasts.get().map(({ text }) => text)
const rung = () => vi.mocked(play).mock.calls.length

let stop = () => {}

beforeAll(startWords)
beforeEach(() => {
  vi.useFakeTimers({ now: START })
  vi.restoreAllMocks()
  vi.mocked(play).mockClear()
  localStorage.clear()
  openAlerts('ana')
  $me.set('ana')
  $requests.set({})
  $answered.set(new Map())
  $profiles.set({ open: [] })
  $toasts.set([])
  document.title = 'Beckon'
  stop = watchRinging()
})
afterEach(() => {
  stop()
  vi.clearAllTimers()
  vi.useRealTimers()
})

describe('a request that rings', () => {
  it('COM-5 opens a dialog at those who are asked, and at nobody else', () => {
    come({ ringing: [{ operator: 'ben', until: UNTIL }] })
    expect($ringing.get()).toBeUndefined()
    come()
    expect($ringing.get()).toMatchObject({ request: { id: 'r1' }, until: UNTIL })
    come({ ringing: [], passes: [{ operator: 'ana', how: 'missed', at: UNTIL }] })
    expect($ringing.get()).toBeUndefined()
  })

  it('ALT-1 rings again and again until it is answered, and says so in the title', () => {
    come()
    expect(play).toHaveBeenCalledExactlyOnceWith('request')
    expect(document.title).toBe('Chat request: Rui')
    vi.advanceTimersByTime(3 * RING_EVERY)
    expect(rung()).toBe(4)
    come({ visitorAway: true })
    expect(rung()).toBe(4)
    come({ state: 'withdrawn', ringing: [] })
    vi.advanceTimersByTime(5 * RING_EVERY)
    expect([rung(), document.title]).toEqual([4, 'Beckon'])
  })

  it('ALT-1 is silent, not invisible, for who does not want to hear it', () => {
    switchAlert('request', false)
    come()
    vi.advanceTimersByTime(RING_EVERY)
    expect([rung(), $ringing.get()?.request.id]).toEqual([0, 'r1'])
  })

  it('closes when its time is over, though no frame says so', () => {
    come({ id: 'over' })
    vi.advanceTimersByTime(40_000)
    expect($ringing.get()).toBeUndefined()
    const before = rung()
    vi.advanceTimersByTime(40_000)
    expect(rung()).toBe(before)
    come({ id: 'over', ringing: [{ operator: 'ana', until: START + 200_000 }] })
    expect($ringing.get()?.until).toBe(START + 200_000)
  })
})

describe('a dialog that closes by itself', () => {
  it('says who has taken the request', () => {
    come()
    come({ state: 'accepted', operator: 'bert', operatorName: 'Bert', ringing: [] })
    expect(toasts()).toEqual(['Bert has taken this request'])
  })

  it('says why it went: taken back, left, rung out', () => {
    come()
    come({ state: 'withdrawn', ringing: [] })
    come()
    come({ state: 'left', ringing: [] })
    come()
    come({ ringing: [], passes: [{ operator: 'ana', how: 'missed', at: UNTIL }] })
    expect(toasts()).toEqual([
      'Rui has taken the request back.',
      'Rui has left the site.',
      'The request of Rui stands in the queue now.',
    ])
  })

  it('says nothing of what never rang here, nor of what this operator did in another window', () => {
    come({ ringing: [{ operator: 'ben', until: UNTIL }] })
    come({ state: 'accepted', operator: 'ben', operatorName: 'Ben', ringing: [] })
    come()
    come({ state: 'accepted', operator: 'ana', operatorName: 'Ana', ringing: [] })
    come({ id: 'r2' })
    come({ id: 'r2', ringing: [], passes: [{ operator: 'ana', how: 'declined', at: START }] })
    expect(toasts()).toEqual([])
  })
})

describe('an answer', () => {
  it('closes the dialog at once and stops the ring, before the server’s word comes', () => {
    vi.spyOn(api, 'post').mockReturnValue(new Promise(() => {}))
    come()
    void answerRequest('r1', 'decline')
    expect([$ringing.get(), api.post]).toEqual([undefined, expect.anything()])
    expect(api.post).toHaveBeenCalledExactlyOnceWith('/requests/r1/decline')
    void answerRequest('r1', 'accept')
    expect(api.post).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(3 * RING_EVERY)
    expect(rung()).toBe(1)
  })

  it('that did not arrive opens the dialog again, with words', async () => {
    vi.spyOn(api, 'post').mockRejectedValue(new Refusal(0, 'no-answer', 'Beckon does not answer.'))
    come()
    expect(await answerRequest('r1', 'queue')).toBe(false)
    expect($ringing.get()?.request.id).toBe('r1')
    expect(toasts()).toEqual(['Not put into the queue: Beckon does not answer.'])
  })

  it('guarantee 4: who comes second reads who was first, once', async () => {
    vi.spyOn(api, 'post').mockRejectedValue(new Refusal(409, 'conflict', 'Bert has taken this request', 'Bert'))
    come()
    expect(await answerRequest('r1', 'accept')).toBe(false)
    come({ state: 'accepted', operator: 'bert', operatorName: 'Bert', ringing: [] })
    expect(toasts()).toEqual(['Bert has taken this request'])
  })

  it('that comes too late is told once, in the server’s words to it', async () => {
    vi.spyOn(api, 'post').mockRejectedValue(new Refusal(409, 'conflict', 'The visitor has left the site'))
    come()
    const answered = answerRequest('r1', 'accept')
    come({ state: 'left', ringing: [] })
    await answered
    expect(toasts()).toEqual(['The visitor has left the site'])
  })

  it('QUE-2 Next takes the first of the queue', () => {
    vi.spyOn(api, 'post').mockReturnValue(new Promise(() => {}))
    takeNext()
    expect(api.post).not.toHaveBeenCalled()
    come({ id: 'late', asked: START + 5, ringing: [] })
    come({ id: 'early', asked: START, ringing: [] })
    takeNext()
    vi.advanceTimersByTime(600)
    takeNext()
    expect(vi.mocked(api.post).mock.calls.map(([path]) => path)).toEqual(['/requests/early/accept', '/requests/late/accept'])
  })

  it('QUE-2 Next takes at once what was just put into the queue', async () => {
    const post = vi.spyOn(api, 'post').mockResolvedValue(undefined)
    come()
    expect(await answerRequest('r1', 'queue')).toBe(true)
    vi.advanceTimersByTime(1000) // and some time after the Next of the test before
    expect(await answerRequest('r1', 'queue')).toBe(false)
    post.mockReturnValue(new Promise(() => {}))
    come({ ringing: [] })
    takeNext()
    vi.advanceTimersByTime(600)
    takeNext()
    expect(post.mock.calls.map(([path]) => path)).toEqual(['/requests/r1/queue', '/requests/r1/accept'])
  })
})
