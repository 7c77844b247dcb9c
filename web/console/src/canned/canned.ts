import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../../../wire/frames'
import { api, queries, wordsOf } from '../state/api'

type Canned = Schemas['Canned']

/** What can be edited of a canned message. */
export type CannedText = Pick<Canned, 'title' | 'text' | 'tags' | 'personal'> & { shortcut: string; files: Schemas['File'][] }

/** CANNED is the name under which the list of canned messages is kept; a `changed` frame makes it be fetched again. */
export const CANNED = ['canned']

/** SHORTCUT_FORM is what a shortcut may be. */
export const SHORTCUT_FORM = /^[a-z0-9-]{0,30}$/

/** useCanned is the list of the shared canned messages and one's own, undefined until it has been fetched. */
export function useCanned() {
  const query = useQuery({ queryKey: CANNED, queryFn: () => api.get<Canned[]>('/canned') })
  return { list: query.data, failed: query.isError, refetch: () => void query.refetch() }
}

/** createCanned stores a new canned message; the answer has it, or says in words why not. */
export async function createCanned(
  canned: Partial<Omit<CannedText, 'files'>> & Pick<CannedText, 'title' | 'text'>,
): Promise<{ canned?: Canned; detail?: string }> {
  try {
    const stored = await api.post<Canned>('/canned', canned)
    queries.setQueryData<Canned[]>(CANNED, (list) => list && [...list.filter(({ id }) => id !== stored.id), stored])
    void queries.invalidateQueries({ queryKey: CANNED })
    return { canned: stored }
  } catch (error) {
    return { detail: wordsOf(error) }
  }
}

/** counted has the list be fetched again: the server has counted a use. */
export function counted(canned: string | undefined): void {
  if (canned !== undefined) void queries.invalidateQueries({ queryKey: CANNED })
}

/** tagsOf are the tags that somebody wrote with commas between them. */
export function tagsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((tag) => tag.trim().toLowerCase())
        .filter(Boolean),
    ),
  ]
}
