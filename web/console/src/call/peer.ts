import type { Schemas } from '../../../wire/frames'
import type { Candidate } from './connecting'

type Access = Schemas['RelayAccess']

/** A Peer is one peer connection to the visitor's window. */
export interface Peer {
  /** Makes an offer, on another way round when the connection has one. */
  offer(restart: boolean): Promise<string>
  answer(text: string): Promise<void>
  candidate(candidate: Candidate): Promise<void>
  renew(access: Access): void
  /** Sends another microphone's sound. */
  send(track: MediaStreamTrack): Promise<void>
  stats(): Promise<Iterable<Record<string, unknown>>>
  close(): void
}

/** What a peer tells. */
export interface Told {
  candidate(candidate: RTCIceCandidate | null): void
  state(state: RTCPeerConnectionState): void
  heard(stream: MediaStream): void
}

/** makePeer makes a peer connection that goes by the relay, or directly where that is allowed, and sends the microphone's sound. */
export function makePeer(access: Access, track: MediaStreamTrack, told: Told): Peer {
  const pc = new RTCPeerConnection(configuration(access))
  const transceiver = pc.addTransceiver(track, { direction: 'sendrecv' })
  let closed = false
  pc.onicecandidate = ({ candidate }) => told.candidate(candidate)
  pc.onconnectionstatechange = () => !closed && told.state(pc.connectionState)
  pc.ontrack = ({ track: theirs }) => told.heard(new MediaStream([theirs]))
  return {
    async offer(restart) {
      const { sdp } = await pc.createOffer({ iceRestart: restart })
      await pc.setLocalDescription({ type: 'offer', sdp })
      return pc.localDescription?.sdp ?? ''
    },
    answer: (sdp) => pc.setRemoteDescription({ type: 'answer', sdp }),
    candidate: ({ text, mid }) => pc.addIceCandidate(text ? { candidate: text, sdpMid: mid } : undefined),
    renew: (next) => pc.setConfiguration(configuration(next)),
    send: (next) => transceiver.sender.replaceTrack(next),
    async stats() {
      const all: Record<string, unknown>[] = []
      for (const one of (await pc.getStats()).values()) all.push(one)
      return all
    },
    close() {
      closed = true
      pc.close()
    },
  }
}

function configuration({ urls, username, credential, direct }: Access): RTCConfiguration {
  return {
    iceServers: [{ urls, username, credential }],
    iceTransportPolicy: direct ? 'all' : 'relay',
    bundlePolicy: 'max-bundle',
  }
}
