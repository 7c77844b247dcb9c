import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../../../wire/frames'
import { api, queries, wordsOf } from '../state/api'

type Canned = Schemas['Canned']

/** CANNED is the name under which the list of canned messages is kept; a `changed` frame makes it be fetched again. */
export const CANNED = ['canned']

/** useCanned is the shared list of canned messages, undefined until it has been fetched. */
export function useCanned() {
  const query = useQuery({ queryKey: CANNED, queryFn: () => api.get<Canned[]>('/canned') })
  return { list: query.data, failed: query.isError, refetch: () => void query.refetch() }
}

/** createCanned stores a new canned message; the answer has it, or says in words why not. */
export async function createCanned(canned: { title: string; text: string }): Promise<{ canned?: Canned; detail?: string }> {
  try {
    const stored = await api.post<Canned>('/canned', canned)
    queries.setQueryData<Canned[]>(CANNED, (list) => list && [...list.filter(({ id }) => id !== stored.id), stored])
    void queries.invalidateQueries({ queryKey: CANNED })
    return { canned: stored }
  } catch (error) {
    return { detail: wordsOf(error) }
  }
}
