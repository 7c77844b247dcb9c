import { DownloadIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { wordsOf } from '../state/api'
import { Button } from '../ui/Button'
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
      <Tags conversation={conversation} onChange={onChange} />
      <div className="-ml-3 flex flex-wrap items-start gap-x-1">
        <NoteForm conversation={conversation.id} />
        <Button kind="quiet" icon={<DownloadIcon />} onClick={() => void save()}>
          {t('saveTranscript')}
        </Button>
      </div>
      <p role="alert" className="text-bad empty:hidden">
        {problem}
      </p>
    </div>
  )
}
