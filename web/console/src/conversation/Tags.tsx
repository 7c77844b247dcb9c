import { useQuery } from '@tanstack/react-query'
import { PlusIcon, XIcon } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { api, queries, wordsOf } from '../state/api'
import { takeConversation } from '../state/live'
import { codePoints } from './text'

/** TAGS is the name under which the tags that conversations have are kept. */
export const TAGS = ['tags']

/** LONGEST is how many characters a tag has at most. */
const LONGEST = 30

/** useTags are the tags that conversations have, the most frequent first. */
export function useTags(): readonly string[] {
  const { data } = useQuery({ queryKey: TAGS, queryFn: () => api.get<string[]>('/tags') })
  return data ?? []
}

/** Tags shows the tags of a conversation, takes them off and puts further ones on, with suggestions; `onChange` gets the conversation. */
export function Tags({
  conversation,
  onChange = takeConversation,
}: {
  conversation: Schemas['Conversation']
  onChange?: (conversation: Schemas['Conversation']) => void
}) {
  const { t } = useTranslation('conversation')
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const known = useTags()
  const list = useId()
  const wrong = useId()

  const change = async (tag: string, on: boolean) => {
    const path = `/conversations/${conversation.id}/tags/${encodeURIComponent(tag)}` as const
    try {
      onChange(on ? await api.put<Schemas['Conversation']>(path) : await api.delete<Schemas['Conversation']>(path))
      setProblem(undefined)
      setText('')
      void queries.invalidateQueries({ queryKey: TAGS })
    } catch (error) {
      setProblem(wordsOf(error))
    }
  }
  const over = codePoints(text.trim()) - LONGEST
  const add = (event: FormEvent) => {
    event.preventDefault()
    const tag = text.trim()
    if (tag && over <= 0) void change(tag, true)
  }
  return (
    <div className="flex flex-wrap items-center gap-1">
      <ul aria-label={t('tags')} className="contents">
        {conversation.tags.map((tag) => (
          <li key={tag} className="flex items-center rounded-full bg-sunk pl-2.5">
            <span className="max-w-48 truncate">{tag}</span>
            <button
              type="button"
              aria-label={t('removeTag', { tag })}
              onClick={() => void change(tag, false)}
              className="flex size-6 items-center justify-center rounded-full text-muted outline-none hover:text-bad focus-visible:ring-2 focus-visible:ring-accent pointer-coarse:size-9"
            >
              <XIcon aria-hidden="true" className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={add} className="flex items-center rounded-full border border-line border-dashed focus-within:border-accent">
        <PlusIcon aria-hidden="true" className="ml-2 size-3.5 text-muted" />
        <input
          aria-label={t('addTag')}
          placeholder={t('addTag')}
          list={list}
          aria-invalid={over > 0 || undefined}
          aria-describedby={over > 0 ? wrong : undefined}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="field-sizing-content h-6 min-w-24 max-w-60 bg-transparent px-1.5 outline-none placeholder:text-muted pointer-coarse:h-9"
        />
        <datalist id={list}>
          {known
            .filter((tag) => !conversation.tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </form>
      <p id={wrong} role="alert" className="w-full text-bad empty:hidden">
        {over > 0 ? t('tagTooLong', { count: over, most: LONGEST }) : problem}
      </p>
    </div>
  )
}
