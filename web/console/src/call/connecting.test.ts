import { describe, expect, it } from 'vitest'
import { APART, BETWEEN, begin, type Connecting, type Deed, firstRound, type Happening, PATIENCE, step } from './connecting'

const run = (events: readonly Happening[], from: Connecting = begin(1, 0)[0]) => {
  let now = from
  const deeds: Deed[] = []
  for (const event of events) {
    const [next, done] = step(now, event)
    now = next
    deeds.push(...done)
  }
  return { now, deeds }
}
const one = { text: 'candidate:1 1 udp 1 127.0.0.1 50000 typ relay', mid: '0' }
const connected: readonly Happening[] = [
  { type: 'answer', round: 1, text: 'sdp' },
  { type: 'state', state: 'connected', at: 100 },
]

describe('connecting', () => {
  it('offers at once, from a new peer connection', () => {
    expect(begin(7, 0)[1]).toEqual([{ do: 'offer', round: 7, anew: true }])
  })

  it('keeps candidates that come before their answer, and passes over those of other rounds', () => {
    const { deeds } = run([
      { type: 'candidate', round: 0, candidate: one },
      { type: 'candidate', round: 1, candidate: one },
      { type: 'answer', round: 0, text: 'old' },
      { type: 'answer', round: 1, text: 'sdp' },
      { type: 'answer', round: 1, text: 'twice' },
      { type: 'candidate', round: 1, candidate: one },
    ])
    expect(deeds).toEqual([
      { do: 'answer', round: 1, text: 'sdp' },
      { do: 'candidate', candidate: one },
      { do: 'candidate', candidate: one },
    ])
  })

  it('offers again when nobody has answered for a while: the other window may just have come', () => {
    expect(run([{ type: 'tick', at: PATIENCE - 1 }]).deeds).toEqual([])
    expect(run([{ type: 'tick', at: PATIENCE }]).deeds).toEqual([{ do: 'offer', round: 2, anew: false }])
  })

  it('looks for another way when the two are apart for 2 s; only what that does not mend gets a new peer connection', () => {
    const apart = run([...connected, { type: 'state', state: 'disconnected', at: 10_000 }]).now
    expect(run([{ type: 'tick', at: 10_000 + APART - 1 }], apart).deeds).toEqual([])
    const first = run([{ type: 'tick', at: 10_000 + APART }], apart)
    expect(first.deeds).toEqual([{ do: 'offer', round: 2, anew: false }])
    const second = run([{ type: 'tick', at: 10_000 + APART + PATIENCE }], first.now)
    expect(second.deeds).toEqual([{ do: 'offer', round: 3, anew: true }])
  })

  it('leaves alone who is together again before that', () => {
    const { deeds } = run([
      ...connected,
      { type: 'state', state: 'disconnected', at: 10_000 },
      { type: 'state', state: 'connected', at: 11_000 },
      { type: 'tick', at: 60_000 },
    ])
    expect(deeds).toHaveLength(1) // the answer
  })

  it('offers at once on another network, without a new peer connection', () => {
    const { deeds } = run([...connected, { type: 'network', at: 20_000 }])
    expect(deeds.at(-1)).toEqual({ do: 'offer', round: 2, anew: false })
  })

  it('makes an offer that could not be sent when the line is back, and counts it once', () => {
    const cut = run([
      ...connected,
      { type: 'network', at: 20_000 },
      { type: 'unsent', round: 2 },
      { type: 'tick', at: 20_000 + PATIENCE },
      { type: 'state', state: 'disconnected', at: 28_000 },
      { type: 'tick', at: 30_500 },
    ])
    expect(cut.deeds.filter((deed) => deed.do === 'offer')).toHaveLength(1)
    const back = run([{ type: 'line', at: 31_000 }], cut.now)
    expect(back.deeds).toEqual([{ do: 'offer', round: 3, anew: false }])
    // Still connected, it is made all the same: the other network is why.
    const still = run([...connected, { type: 'network', at: 20_000 }, { type: 'unsent', round: 2 }, { type: 'line', at: 21_000 }])
    expect(still.deeds.at(-1)).toEqual({ do: 'offer', round: 3, anew: false })
    // Nor is it forgotten when the line is back sooner than two offers may follow each other.
    const soon = run([...connected, { type: 'network', at: 20_000 }, { type: 'unsent', round: 2 }, { type: 'line', at: 20_200 }])
    expect(run([{ type: 'tick', at: 20_000 + BETWEEN }], soon.now).deeds).toEqual([{ do: 'offer', round: 3, anew: false }])
  })

  it('offers at once when the line is back and the two are apart: the offer before may have gone into a dead socket', () => {
    const apart = run([...connected, { type: 'state', state: 'disconnected', at: 10_000 }, { type: 'tick', at: 12_000 }]).now
    expect(run([{ type: 'line', at: 13_000 }], apart).deeds).toEqual([{ do: 'offer', round: 3, anew: false }])
    expect(run([{ type: 'line', at: 13_000 }], run(connected).now).deeds).toEqual([])
  })

  it('offers until it is answered, also when this browser has found a way by itself: the other may have none', () => {
    const lost = [...connected, { type: 'network', at: 20_000 }] as const
    const half = run([
      ...lost,
      { type: 'state', state: 'disconnected', at: 20_100 },
      { type: 'line', at: 20_200 },
      { type: 'state', state: 'connected', at: 20_300 },
    ])
    expect(run([{ type: 'tick', at: 20_000 + BETWEEN }], half.now).deeds).toEqual([{ do: 'offer', round: 3, anew: false }])
    // Nor has the line to be back after that.
    const before = run([...lost, { type: 'state', state: 'connected', at: 20_300 }])
    expect(run([{ type: 'tick', at: 20_000 + PATIENCE }], before.now).deeds).toEqual([{ do: 'offer', round: 3, anew: false }])
    expect(run([{ type: 'line', at: 21_000 }], before.now).deeds).toEqual([{ do: 'offer', round: 3, anew: false }])
  })

  it('leaves it at one offer when the two stay connected over another network', () => {
    const { deeds } = run([
      ...connected,
      { type: 'network', at: 20_000 },
      { type: 'answer', round: 2, text: 'sdp' },
      { type: 'tick', at: 90_000 },
    ])
    expect(deeds.filter((deed) => deed.do === 'offer')).toHaveLength(1)
  })

  it('keeps the peer connection for a window that asks again and has its own; once, if the offer is on its way', () => {
    const { deeds } = run([...connected, { type: 'again', round: 1, at: 20_000 }, { type: 'again', round: 1, at: 20_600 }])
    expect(deeds.filter((deed) => deed.do === 'offer')).toEqual([{ do: 'offer', round: 2, anew: false }])
  })

  it('answers a window that has lost its own with an offer from a new one; two that ask at once get one', () => {
    const lost = { type: 'again', round: 0 } as const
    const { now, deeds } = run([...connected, { ...lost, at: 20_000 }, { ...lost, at: 20_100 }])
    expect(deeds.filter((deed) => deed.do === 'offer')).toEqual([{ do: 'offer', round: 2, anew: true }])
    expect(run([{ type: 'tick', at: 20_000 + BETWEEN }], now).deeds).toEqual([{ do: 'offer', round: 3, anew: true }])
  })

  it('begins above the rounds of a window that had the call before', () => {
    expect(firstRound(1000, 1000)).toBe(1)
    expect(firstRound(1000, 61_000)).toBe(600)
  })
})
