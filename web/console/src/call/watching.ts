import { $connection, send } from '../state/connection'
import { watchExpected } from './calling'
import { sayAnew, settle, startCalls, stopCalls } from './calls'
import { watchMicrophone } from './microphone'
import { watchRingingCall } from './ringing'
import { claimWindow } from './window'

/** LOST is for how many milliseconds a call may go on without a line to the server, which ends it after that for the other side too. */
export const LOST = 30_000

/** watchCalls lets calls ring in this window and be carried by it; the function returned stops every microphone and ends that. */
export function watchCalls(): () => void {
  let lost: ReturnType<typeof setTimeout> | undefined
  const stops = [
    watchMicrophone(),
    startCalls(send),
    watchExpected(),
    watchRingingCall(),
    $connection.subscribe(({ state }) => {
      if (state === 'connected') {
        clearTimeout(lost)
        lost = undefined
        sayAnew()
        settle()
      } else lost ??= setTimeout(stopCalls, LOST)
    }),
  ]
  void claimWindow()
  return () => {
    clearTimeout(lost)
    for (const stop of stops) stop()
  }
}
