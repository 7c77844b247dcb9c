import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Schemas } from '../../../wire/frames'
import { api, queries } from '../state/api'
import { OFFLINE } from './unanswered'

type Message = Schemas['OfflineMessage']
type Correspondence = Schemas['Correspondence']

/** Show is which messages of the board are listed. */
export type Show = 'all' | Message['state']

/** useBoard is the Message board, latest first, fetched in runs. */
export function useBoard(show: Show) {
  const state = show === 'all' ? '' : `&state=${show}`
  return useInfiniteQuery({
    queryKey: [...OFFLINE, 'board', show],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      api.get<Schemas['Board']>(`/offline?limit=50${state}${pageParam && `&before=${encodeURIComponent(pageParam)}`}`),
    getNextPageParam: (last) => last.next,
    staleTime: 0,
  })
}

/** useCorrespondence is an off-line message with its replies. */
export function useCorrespondence(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: () => api.get<Correspondence>(`/offline/${id}`),
    staleTime: 0,
  })
}

/** reply answers an off-line message by e-mail; the same id never makes a second reply. */
export async function reply(message: string, written: Schemas['NewReply']): Promise<void> {
  const stored = await api.post<Correspondence>(`/offline/${message}/replies`, written)
  queries.setQueryData(keyOf(message), stored)
  void queries.invalidateQueries({ queryKey: OFFLINE })
}

/** closeMessage closes a message without a reply; reopenMessage has it stand unanswered again. */
export const closeMessage = (id: string) => change(id, 'close')
export const reopenMessage = (id: string) => change(id, 'reopen')

async function change(id: string, what: 'close' | 'reopen'): Promise<void> {
  const message = await api.post<Message>(`/offline/${id}/${what}`)
  queries.setQueryData<Correspondence>(keyOf(id), (known) => known && { ...known, message })
  void queries.invalidateQueries({ queryKey: OFFLINE })
}

function keyOf(id: string): string[] {
  return [...OFFLINE, 'message', id]
}
