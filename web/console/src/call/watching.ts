import { $connection, lastHeard, send } from '../state/connection'
import { forgetExpected, watchExpected } from './calling'
import { lookForMicrophones, resumeCalls, startCalls, stopCalls } from './calls'
import { tellLeft, watchLeaving } from './leaving'
import { watchMicrophone } from './microphone'
import { watchRingingCall } from './ringing'
import { claimWindow } from './window'

/** LOST is for how many milliseconds nothing may have been heard of the server while the microphone is open. The server, which is to be
 * heard every 20 s, ends the call after that for the other side too. */
export const LOST = 30_000
const LOOK_EVERY = 1000

/** watchCalls lets calls ring in this window and be carried by it; the function returned stops every microphone and ends that. */
export function watchCalls(): () => void {
  const stops = [
    watchMicrophone(),
    watchLeaving(),
    startCalls(send),
    watchExpected(),
    watchRingingCall(),
    watchLine(lastHeard),
    watchDevices(),
  ]
  void claimWindow()
  return () => {
    for (const stop of stops) stop()
  }
}

/** watchLine stops every microphone when the server has not been heard for LOST, whether or not the line is known to be dead, and goes on
 * when it is back; the function returned ends that. */
export function watchLine(heard: () => number): () => void {
  let lost = false
  const unlisten = $connection.subscribe(({ state }, before) => {
    if (state !== 'connected' || before?.state === 'connected') return
    lost = false
    tellLeft()
    resumeCalls()
  })
  const timer = setInterval(() => {
    const silent = Date.now() - heard() >= LOST
    if (silent === lost) return
    lost = silent
    // A line that was only late is as good as one that is back.
    if (!silent && $connection.get().state === 'connected') resumeCalls()
    if (!silent) return
    stopCalls()
    forgetExpected()
  }, LOOK_EVERY)
  return () => {
    clearInterval(timer)
    unlisten()
  }
}

// A microphone that is plugged in again is used again.
function watchDevices(): () => void {
  const from = navigator.mediaDevices
  const look = () => void lookForMicrophones()
  from?.addEventListener('devicechange', look)
  return () => from?.removeEventListener('devicechange', look)
}
