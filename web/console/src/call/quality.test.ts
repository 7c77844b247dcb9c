import { describe, expect, it } from 'vitest'
import { heardIn, qualityOf } from './quality'

const heard = (received: number, lost = 0, jitter = 0.005, roundTrip: number | undefined = 0.04) => ({
  received,
  lost,
  jitter,
  roundTrip,
})

describe('quality', () => {
  it('reads loss, jitter and round trip of the voice that is heard', () => {
    const stats = [
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 90, packetsLost: 10, jitter: 0.02 },
      { type: 'inbound-rtp', kind: 'video', packetsReceived: 5, packetsLost: 5, jitter: 9 },
      { type: 'candidate-pair', nominated: false, currentRoundTripTime: 3 },
      { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.08 },
    ]
    expect(heardIn(stats)).toEqual({ received: 90, lost: 10, jitter: 0.02, roundTrip: 0.08 })
  })

  it('judges what happened since the last look, not the whole call', () => {
    expect(qualityOf(heard(1000, 500), heard(1050, 500)).level).toBe(4)
    expect(qualityOf(heard(1000, 0), heard(1045, 5)).level).toBe(2)
    expect(qualityOf(heard(1000, 0), heard(1035, 15)).level).toBe(1)
  })

  it('gets worse with jitter and with the way there and back', () => {
    expect(qualityOf(heard(0), heard(50, 0, 0.04)).level).toBe(3)
    expect(qualityOf(heard(0), heard(50, 0, 0.005, 0.6)).level).toBe(2)
    expect(qualityOf(heard(0), heard(50, 0, 0.2, 0.04)).level).toBe(1)
  })

  it('is not known while nothing arrives', () => {
    expect(qualityOf(heard(50), heard(50)).level).toBe(0)
  })

  it('begins anew with a new peer connection', () => {
    expect(qualityOf(heard(1000, 100), heard(40, 0)).level).toBe(4)
  })
})
