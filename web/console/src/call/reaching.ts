/** Way is by what a browser reaches the relay, the fastest first. */
export type Way = 'udp' | 'tcp' | 'tls'

/** Reached is what came of asking the relay by one of its addresses; unknown: this browser does not tell. */
export type Reached = 'yes' | 'no' | 'unknown'

/** Place is one address of the relay. */
export interface Place {
  way: Way
  host: string
  port: string
  url: string
}

/** PATIENCE is how many milliseconds the relay has to answer. */
export const PATIENCE = 10_000
/** What a browser calls a server that does not answer; every other error is the server's own answer. */
const NO_ANSWER = 701

/** placesOf are the addresses in the relay's URLs, the fastest way first. */
export function placesOf(urls: readonly string[]): Place[] {
  return urls.flatMap((url) => {
    const [, secure, host, port] = /^turn(s?):(.+):(\d+)(?:\?.*)?$/.exec(url) ?? []
    if (host === undefined || port === undefined) return []
    return [{ way: secure ? 'tls' : url.endsWith('=tcp') ? 'tcp' : 'udp', host, port, url } as const]
  })
}

/** reach asks the relay at one of its addresses, as a call would, and returns whether it answered. No credential is needed for that: to be
 * refused is to be answered. */
export function reach(place: Place, make = () => new RTCPeerConnection(asking(place))): Promise<Reached> {
  return new Promise((found) => {
    const pc = make()
    const say = (reached: Reached) => {
      clearTimeout(timer)
      pc.close()
      found(reached)
    }
    const tells = 'onicecandidateerror' in pc
    const timer = setTimeout(() => say(tells ? 'no' : 'unknown'), PATIENCE)
    pc.onicecandidateerror = ({ errorCode }) => {
      if (errorCode !== NO_ANSWER) say('yes')
    }
    pc.onicecandidate = ({ candidate }) => {
      if (candidate && candidate.type !== 'host') say('yes')
    }
    pc.onicegatheringstatechange = () => {
      if (pc.iceGatheringState === 'complete') say(tells ? 'no' : 'unknown')
    }
    pc.createDataChannel('')
    pc.createOffer()
      .then((offer) => pc.setLocalDescription(offer))
      .catch(() => say('unknown'))
  })
}

function asking({ way, host, port, url }: Place): RTCConfiguration {
  const turn = { urls: url, username: 'nobody', credential: 'nothing' }
  return { iceServers: way === 'udp' ? [{ urls: `stun:${host}:${port}` }, turn] : [turn] }
}
