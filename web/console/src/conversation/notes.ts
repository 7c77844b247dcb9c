import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../../../wire/frames'
import { api, queries, wordsOf } from '../state/api'
import type { Entry } from './entries'
import { newID } from './id'

type Note = Schemas['Note']

const keyOf = (conversation: string) => ['notes', conversation]

/** useNotes are the notes on a conversation; visitors never see them. */
export function useNotes(conversation: string): readonly Note[] {
  const { data } = useQuery({
    queryKey: keyOf(conversation),
    queryFn: () => api.get<Note[]>(`/conversations/${conversation}/notes`),
  })
  return data ?? NONE
}

const NONE: readonly Note[] = []

/** receiveNote takes in a note that somebody wrote on a conversation of this operator. */
export function receiveNote(note: Note): void {
  queries.setQueryData<Note[]>(keyOf(note.conversation), (list) => list && withNote(list, note))
}

function withNote(list: readonly Note[], note: Note): Note[] {
  const others = list.filter((other) => other.id !== note.id || other.operator !== note.operator)
  return [...others, note].sort((a, b) => a.at - b.at)
}

/** makeNoting returns what writes one note, however often it is tried: the same text goes under the same id. It answers with words when
 * that was refused. */
export function makeNoting(conversation: string): (text: string) => Promise<string | undefined> {
  let id = newID()
  let written = ''
  return async (text) => {
    if (text !== written) id = newID()
    written = text
    try {
      receiveNote(await api.post<Note>(`/conversations/${conversation}/notes`, { id, text }))
      written = ''
    } catch (error) {
      return wordsOf(error)
    }
  }
}

/** withNotes puts notes between the entries of a conversation by their time; the entries keep their order. */
export function withNotes(entries: readonly Entry[], notes: readonly Note[]): Entry[] {
  const out: Entry[] = []
  let next = 0
  const noted = (before: number) => {
    for (let note = notes[next]; note && note.at < before; note = notes[++next]) {
      out.push({
        key: `note-${note.operator}-${note.id}`,
        side: 'note',
        text: note.text,
        at: note.at,
        name: note.operatorName,
        last: true,
      })
    }
  }
  for (const entry of entries) {
    // What is unsent stands at the end, whenever it was written.
    if (!entry.unsent) noted(entry.at)
    out.push(entry)
  }
  noted(Number.POSITIVE_INFINITY)
  return out
}
