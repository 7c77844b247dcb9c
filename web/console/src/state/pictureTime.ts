import { computed } from 'nanostores'
import { $clock } from './clock'
import { $connection } from './connection'

let live: number | undefined

/** $pictureTime is the server's time as far as the picture goes: while the line is down it stands still, as all that is shown does. */
export const $pictureTime = computed([$clock, $connection], (now, { state }) => {
  if (state === 'connected') live = now
  return live ?? now
})
