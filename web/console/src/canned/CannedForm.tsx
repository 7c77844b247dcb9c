import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { isBlank } from '../conversation/text'
import { Button } from '../ui/Button'
import { TextArea, TextField } from '../ui/Field'
import { createCanned, SHORTCUT_FORM } from './canned'
import { Scope } from './Scope'

/** CannedForm makes a canned message; `onDone` gets it, or undefined when the operator left the form. With `text` it saves what was
 * said; without, what it makes is used at once. */
export function CannedForm({ text: said, onDone }: { text?: string; onDone: (canned: Schemas['Canned'] | undefined) => void }) {
  const { t } = useTranslation('canned')
  const [title, setTitle] = useState('')
  const [text, setText] = useState(said ?? '')
  const [shortcut, setShortcut] = useState('')
  const [personal, setPersonal] = useState(false)
  const [tried, setTried] = useState(false)
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string>()
  const formed = SHORTCUT_FORM.test(shortcut)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    // The form stands inside others by way of the component tree.
    event.stopPropagation()
    setTried(true)
    if (isBlank(title) || isBlank(text) || !formed || saving) return
    setSaving(true)
    const answer = await createCanned({ title, text, shortcut, personal })
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
      <TextField
        label={t('shortcut')}
        hint={t('shortcutHint')}
        value={shortcut}
        maxLength={30}
        onChange={(next) => setShortcut(next.toLowerCase().replace(/^[/#]/, ''))}
        error={tried && !formed ? t('shortcutWrong') : undefined}
      />
      <Scope personal={personal} onChange={setPersonal} />
      <p role="alert" className="text-bad empty:hidden">
        {problem && t('failed', { detail: problem })}
      </p>
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={() => onDone(undefined)}>
          {t('cancel')}
        </Button>
        <Button kind="primary" type="submit" disabled={saving}>
          {t(said === undefined ? 'saveAndUse' : 'save')}
        </Button>
      </div>
    </form>
  )
}
