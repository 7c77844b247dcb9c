import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Schemas } from '../../../wire/frames'
import { api, queries } from '../state/api'
import { $conversations } from '../state/live'
import { type Filter, queryOf } from './filter'

type Conversation = Schemas['Conversation']
type Page = Schemas['Archive']

const ARCHIVE = 'archive'

/** useArchive is the list of conversations under a filter, a page at a time. */
export function useArchive(filter: Filter) {
  const query = queryOf(filter)
  return useInfiniteQuery({
    queryKey: [ARCHIVE, query],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      api.get<Page>(`/conversations?${query}&limit=50${pageParam && `&after=${encodeURIComponent(pageParam)}`}`),
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  })
}

/** useRenewal fetches the list again, quietly, when a conversation has begun or ended: whoever has scrolled keeps his place. */
export function useRenewal(): void {
  useEffect(() => {
    let known = countOf($conversations.get())
    let soon: ReturnType<typeof setTimeout> | undefined
    const stop = $conversations.listen((now) => {
      const count = countOf(now)
      if (count === known) return
      known = count
      // Several at once are one; and what ended is written down by then.
      clearTimeout(soon)
      soon = setTimeout(() => void queries.invalidateQueries({ queryKey: [ARCHIVE] }), 500)
    })
    return () => {
      stop()
      clearTimeout(soon)
    }
  }, [])
}

function countOf(conversations: Readonly<Record<string, Conversation>>): string {
  const all = Object.values(conversations)
  return `${all.length} ${all.filter(({ state }) => state === 'ended').length}`
}

/** useArchived is one conversation by its id. */
export function useArchived(id: string | undefined) {
  return useQuery({
    queryKey: ['archived', id],
    queryFn: () => api.get<Conversation>(`/conversations/${id}`),
    enabled: id !== undefined,
  })
}

/** archivedChanged shows a conversation that has just been changed here, in the list and open. */
export function archivedChanged(conversation: Conversation): void {
  queries.setQueryData(['archived', conversation.id], conversation)
  queries.setQueriesData<InfiniteData<Page>>({ queryKey: [ARCHIVE] }, (data) => {
    if (!data) return data
    const changed = (one: Schemas['ArchivedConversation']) =>
      one.conversation.id === conversation.id ? { ...one, conversation } : one
    return { ...data, pages: data.pages.map((page) => ({ ...page, conversations: page.conversations.map(changed) })) }
  })
}

/** ExportForm is a kind of file: the list for spreadsheets or programs, or all that was said, a conversation on each line. */
export type ExportForm = 'csv' | 'json' | 'jsonl'

/** exportAddress is where the list under a filter comes from as a file. */
export function exportAddress(filter: Filter, format: ExportForm): string {
  const query = queryOf(filter)
  return `/api/v1/conversations/export?format=${format}${query && `&${query}`}`
}
