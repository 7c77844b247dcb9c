import { CheckIcon, CopyIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'

/** CopyText shows text to be pasted elsewhere, with a button that copies it; where that is not possible it is selected instead. */
export function CopyText({ text, label, copy }: { text: string; label: string; copy: string }) {
  const { t } = useTranslation('settings')
  const [outcome, setOutcome] = useState<'copied' | 'failed'>()
  const box = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    if (!outcome) return
    const timer = setTimeout(() => setOutcome(undefined), 4000)
    return () => clearTimeout(timer)
  }, [outcome])

  const run = async () => {
    try {
      // There is no clipboard outside secure contexts.
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
    } catch {
      box.current?.select()
      setOutcome('failed')
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <textarea
        ref={box}
        readOnly
        rows={text.split('\n').length}
        wrap="soft"
        spellCheck={false}
        aria-label={label}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        className="field-sizing-content w-full resize-none break-all rounded-lg border border-line bg-sunk p-3 font-mono text-[12px] outline-none focus:border-accent focus:ring-3 focus:ring-soft"
      />
      <div className="flex items-center gap-3">
        <Button icon={outcome === 'copied' ? <CheckIcon /> : <CopyIcon />} onClick={run}>
          {copy}
        </Button>
        <p role="status" className="text-muted">
          {outcome === 'copied' && t('ops.copied')}
          {outcome === 'failed' && t('ops.copyFailed')}
        </p>
      </div>
    </div>
  )
}
