import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { isBlank } from '../conversation/text'
import { Button } from '../ui/Button'
import { TextArea, TextField } from '../ui/Field'
import { createCanned } from './canned'

/** CannedForm makes a canned message; `onDone` gets it, or undefined when the operator left the form. */
export function CannedForm({ onDone }: { onDone: (canned: Schemas['Canned'] | undefined) => void }) {
  const { t } = useTranslation('canned')
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string>()

  const save = async (event: FormEvent) => {
    event.preventDefault()
    // The form stands inside others by way of the component tree.
    event.stopPropagation()
    setTried(true)
    if (isBlank(title) || isBlank(text) || saving) return
    setSaving(true)
    const answer = await createCanned({ title, text })
    setSaving(false)
    if (answer.canned) onDone(answer.canned)
    else setProblem(answer.detail)
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <TextField
        autoFocus
        label={t('title')}
        value={title}
        maxLength={80}
        onChange={setTitle}
        error={tried && isBlank(title) ? t('titleMissing') : undefined}
      />
      <TextArea
        label={t('text')}
        hint={t('variables')}
        className="min-h-20"
        value={text}
        onChange={setText}
        error={tried && isBlank(text) ? t('textMissing') : undefined}
      />
      <p role="alert" className="text-bad empty:hidden">
        {problem && t('failed', { detail: problem })}
      </p>
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={() => onDone(undefined)}>
          {t('cancel')}
        </Button>
        <Button kind="primary" type="submit" disabled={saving}>
          {t('saveAndUse')}
        </Button>
      </div>
    </form>
  )
}
