import { QueryObserver } from '@tanstack/react-query'
import { atom, onMount } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { api, queries } from '../state/api'
import { $connection } from '../state/connection'

/** OFFLINE is the name under which what is fetched of the Message board is kept; a `changed` frame makes it be fetched again. */
export const OFFLINE = ['offline']

/** Unanswered is the Message Queue: how many off-line messages nobody has answered, and the one that waits longest. */
export interface Unanswered {
  count: number
  oldest?: string
}

/** $unanswered is the Message Queue as it stands, undefined until that is known; it is fetched while somebody looks at it. */
export const $unanswered = atom<Unanswered | undefined>(undefined)

onMount($unanswered, () => {
  const observer = new QueryObserver(queries, {
    queryKey: [...OFFLINE, 'unanswered'],
    queryFn: () => api.get<Schemas['Board']>('/offline?state=unanswered&limit=1'),
  })
  const stopFetching = observer.subscribe(({ data }) => {
    if (data) $unanswered.set({ count: data.unanswered, oldest: data.oldest })
  })
  // While the line was down nobody told of changes.
  const stopWatching = $connection.listen(({ state }, before) => {
    if (state === 'connected' && before?.state !== 'connected') void queries.invalidateQueries({ queryKey: OFFLINE })
  })
  return () => {
    stopFetching()
    stopWatching()
    $unanswered.set(undefined)
  }
})
