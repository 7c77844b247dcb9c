import { PlusIcon, XIcon } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { clockOf, minuteOf, nextSpan, problemOfSpans } from './hours'

type Span = Schemas['Span']

/** SpansEditor edits when a day is open; `day` is how the day is called. What is wrong is said below it. */
export function SpansEditor(props: {
  day: string
  spans: readonly Span[]
  disabled: boolean
  onChange: (spans: Span[]) => void
}) {
  const { day, spans, disabled } = props
  const { t } = useTranslation('settings')
  const told = useId()
  const problem = problemOfSpans(spans)
  const proposed = nextSpan(spans)
  const change = (at: number, to: Partial<Span>) => props.onChange(spans.map((span, i) => (i === at ? { ...span, ...to } : span)))
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        {spans.length === 0 && <span className="py-1.5 text-muted">{t('live.closed')}</span>}
        {spans.map((span, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span has nothing else to be known by
          <span key={at} className="flex items-center gap-1.5">
            <Clock
              label={t('live.from', { day })}
              minute={span.from}
              disabled={disabled}
              told={problem && told}
              onChange={(clock) => change(at, { from: minuteOf(clock, false) })}
            />
            <span aria-hidden="true" className="text-muted">
              –
            </span>
            <Clock
              label={t('live.to', { day })}
              minute={span.to}
              disabled={disabled}
              told={problem && told}
              onChange={(clock) => change(at, { to: minuteOf(clock, true) })}
            />
            {!disabled && (
              <IconButton
                label={t('live.removeSpan', { from: clockOf(span.from), to: clockOf(span.to), day })}
                icon={<XIcon />}
                onClick={() => props.onChange(spans.filter((_, i) => i !== at))}
              />
            )}
          </span>
        ))}
        {!disabled && proposed && (
          <Button
            kind="quiet"
            icon={<PlusIcon />}
            aria-label={t('live.addSpanOf', { day })}
            onClick={() => props.onChange([...spans, proposed])}
          >
            {t('live.addSpan')}
          </Button>
        )}
      </div>
      {problem && (
        <p id={told} className="text-bad">
          {t(`live.problems.${problem}`)}
        </p>
      )}
    </div>
  )
}

function Clock(props: { label: string; minute: number; disabled: boolean; told?: string; onChange: (clock: string) => void }) {
  return (
    <input
      type="time"
      aria-label={props.label}
      aria-invalid={props.told ? true : undefined}
      aria-describedby={props.told}
      value={clockOf(props.minute)}
      disabled={props.disabled}
      onChange={(event) => props.onChange(event.target.value)}
      className="h-8 rounded-lg border border-line bg-surface px-2 tabular-nums outline-none focus:border-accent focus:ring-3 focus:ring-soft disabled:text-muted aria-invalid:border-bad pointer-coarse:h-10"
    />
  )
}
