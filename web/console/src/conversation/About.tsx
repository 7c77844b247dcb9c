import { DownloadIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { wordsOf } from '../state/api'
import { IconButton } from '../ui/IconButton'
import { NoteForm } from './NoteForm'
import { RatingLine } from './RatingLine'
import { Tags } from './Tags'
import { saveTranscript } from './transcript'

/** About is what operators keep on a conversation, open or ended: rating, tags, notes, transcript. */
export function About({
  conversation,
  onChange,
}: {
  conversation: Schemas['Conversation']
  onChange?: (conversation: Schemas['Conversation']) => void
}) {
  const { t } = useTranslation('conversation')
  const [problem, setProblem] = useState<string>()
  const save = () =>
    saveTranscript(conversation).then(
      () => setProblem(undefined),
      (error: unknown) => setProblem(wordsOf(error)),
    )
  return (
    <div className="flex flex-col gap-2">
      <RatingLine conversation={conversation} />
      <div className="flex flex-wrap items-start gap-1">
        <div className="min-w-0 flex-1">
          <Tags conversation={conversation} onChange={onChange} />
        </div>
        <NoteForm conversation={conversation.id} />
        <IconButton label={t('saveTranscript')} icon={<DownloadIcon />} onClick={() => void save()} />
      </div>
      <p role="alert" className="text-bad empty:hidden">
        {problem}
      </p>
    </div>
  )
}
