import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PATIENCE, type Place, placesOf, reach } from './reaching'

class FakePeer {
  onicecandidateerror: ((event: { errorCode: number }) => void) | null = null
  onicecandidate: ((event: { candidate: { type: string } | null }) => void) | null = null
  onicegatheringstatechange: (() => void) | null = null
  iceGatheringState = 'new'
  closed = false
  createDataChannel() {}
  createOffer = async () => ({ type: 'offer' })
  async setLocalDescription() {}
  close() {
    this.closed = true
  }
  done() {
    this.iceGatheringState = 'complete'
    this.onicegatheringstatechange?.()
  }
}

const place: Place = { way: 'udp', host: 'shop.example', port: '3478', url: 'turn:shop.example:3478?transport=udp' }
let peer: FakePeer
const asked = () => reach(place, () => peer as unknown as RTCPeerConnection)

beforeEach(() => {
  vi.useFakeTimers()
  peer = new FakePeer()
})
afterEach(() => {
  expect(peer.closed).toBe(true)
  vi.useRealTimers()
})

describe('the relay', () => {
  it('is reached when it answers, if only by refusing', async () => {
    const came = asked()
    peer.onicecandidateerror?.({ errorCode: 400 })
    peer.done()
    expect(await came).toBe('yes')
  })

  it('is reached when it says by what address it sees this browser', async () => {
    const came = asked()
    peer.onicecandidate?.({ candidate: { type: 'host' } })
    peer.onicecandidate?.({ candidate: { type: 'srflx' } })
    expect(await came).toBe('yes')
  })

  it('is not reached when it does not answer on any network of this machine, or for too long', async () => {
    const came = asked()
    peer.onicecandidateerror?.({ errorCode: 701 })
    peer.onicecandidate?.({ candidate: { type: 'host' } })
    peer.done()
    expect(await came).toBe('no')
    peer = new FakePeer()
    const late = asked()
    await vi.advanceTimersByTimeAsync(PATIENCE)
    expect(await late).toBe('no')
  })

  it('may be reached or not where the browser does not tell of errors', async () => {
    delete (peer as Partial<FakePeer>).onicecandidateerror
    const came = asked()
    peer.done()
    expect(await came).toBe('unknown')
  })

  it('has its addresses in its URLs', () => {
    peer.closed = true
    const urls = [
      'turn:shop.example:3478?transport=udp',
      'turn:[2001:db8::1]:3479?transport=tcp',
      'turns:a.example:5349?transport=tcp',
    ]
    expect(placesOf(urls).map(({ way, host, port }) => [way, host, port])).toEqual([
      ['udp', 'shop.example', '3478'],
      ['tcp', '[2001:db8::1]', '3479'],
      ['tls', 'a.example', '5349'],
    ])
    expect(placesOf([''])).toEqual([])
  })
})
