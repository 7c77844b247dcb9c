import clsx from 'clsx'
import { XIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../conversation/Notice'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { IconButton } from '../ui/IconButton'
import { parseOrigin } from './origin'

/** OriginsEditor edits the origins whose pages belong to a site; new ones are marked until they are saved. */
export function OriginsEditor(props: {
  origins: readonly string[]
  stored: readonly string[]
  disabled?: boolean
  error?: string
  onChange: (origins: string[]) => void
}) {
  const { t } = useTranslation('settings')
  const { origins, stored } = props
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()

  const add = () => {
    const origin = parseOrigin(typed)
    if (!origin) return setProblem(t('ops.invalidOrigin'))
    if (origins.includes(origin)) return setProblem(t('ops.doubleOrigin'))
    props.onChange([...origins, origin])
    setTyped('')
    setProblem(undefined)
  }
  return (
    <div className="flex flex-col gap-3">
      {origins.length === 0 && <Notice tone="waiting">{t('ops.originsNone')}</Notice>}
      <ul className="flex flex-col gap-1">
        {origins.map((origin) => (
          <li
            key={origin}
            className={clsx(
              'flex items-center gap-2 rounded-lg border px-3 py-1.5',
              stored.includes(origin) ? 'border-line' : 'border-waiting border-dashed',
            )}
          >
            <code className="flex-1 font-mono text-[12px] wrap-anywhere">{origin}</code>
            {!stored.includes(origin) && <span className="text-[11.5px] text-muted">{t('can.mark.added')}</span>}
            {!props.disabled && (
              <IconButton
                label={t('ops.removeOrigin', { origin })}
                icon={<XIcon />}
                onClick={() => props.onChange(origins.filter((other) => other !== origin))}
              />
            )}
          </li>
        ))}
      </ul>
      {!props.disabled && (
        <div className="flex items-end gap-2">
          <div className="flex-1">
            <TextField
              label={t('ops.origin')}
              placeholder="https://shop.example"
              value={typed}
              error={problem ?? props.error}
              onChange={(text) => {
                setTyped(text)
                setProblem(undefined)
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || typed === '') return
                event.preventDefault()
                add()
              }}
            />
          </div>
          <Button onClick={add} disabled={typed.trim() === ''}>
            {t('ops.addOrigin')}
          </Button>
        </div>
      )}
    </div>
  )
}
