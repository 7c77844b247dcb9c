import { useQuery } from '@tanstack/react-query'
import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { text } from '../i18n'
import { api, queries, wordsOf } from '../state/api'
import { toast } from '../ui/Toast/toasts'

/** BLOCKS is the name under which the blocked visitors are kept; a `changed` frame makes them be fetched again. */
export const BLOCKS = ['blocks']

/** Who is to be blocked, as the operator knows him. */
export interface ToBlock {
  visitor: string
  name: string
}

/** $blocking is who is about to be blocked: the operator is being asked. */
export const $blocking = atom<ToBlock | undefined>(undefined)

/** askBeforeBlocking asks whether a visitor is to be blocked. */
export function askBeforeBlocking(who: ToBlock): void {
  $blocking.set(who)
}

/** answerBlocking takes the answer; yes keeps the visitor out from now on. */
export async function answerBlocking(who: ToBlock, yes: boolean): Promise<void> {
  $blocking.set(undefined)
  if (!yes) return
  try {
    await api.put(`/blocks/${who.visitor}`)
    toast(text('block:done', { name: who.name }), { tone: 'ok' })
  } catch (error) {
    toast(text('block:failed', { name: who.name, detail: wordsOf(error) }), { tone: 'bad' })
  }
  void queries.invalidateQueries({ queryKey: BLOCKS })
}

/** unblock lets a blocked visitor come again. */
export async function unblock(block: Schemas['Block']): Promise<void> {
  try {
    await api.delete(`/blocks/${block.visitor}`)
    queries.setQueryData<Schemas['Block'][]>(BLOCKS, (list) => list?.filter(({ visitor }) => visitor !== block.visitor))
    toast(text('block:undone', { name: block.name }), { tone: 'ok' })
  } catch (error) {
    toast(text('block:undoFailed', { name: block.name, detail: wordsOf(error) }), { tone: 'bad' })
  }
  void queries.invalidateQueries({ queryKey: BLOCKS })
}

/** useBlocks are the visitors who are kept out, latest first. */
export function useBlocks(enabled = true) {
  return useQuery({ queryKey: BLOCKS, queryFn: () => api.get<Schemas['Block'][]>('/blocks'), enabled })
}

/** useBlockOf is the block of the visitor of a visit, if he is blocked. */
export function useBlockOf(visit: Schemas['Visit']): Schemas['Block'] | undefined {
  // Who is on the site is not.
  const left = visit.presence === 'left'
  const { data } = useBlocks(left)
  return left ? data?.find(({ visitor }) => visitor === visit.visitor) : undefined
}
