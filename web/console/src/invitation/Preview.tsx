import { useStore } from '@nanostores/react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isBlank } from '../conversation/text'
import { partsOf } from '../conversation/variables'
import { api } from '../state/api'
import { $session } from '../state/session'

const AFTER = 250

/** Pending are the values of variables that are not saved yet; an empty name is the one the server would put there. */
export interface Pending {
  name?: string
  visitor?: string
}

type At = '/invitations/preview' | `/conversations/${string}/preview` | `/offline/${string}/preview`

interface Props {
  template: string
  visitor?: string
  pending?: Pending
  /** Who fills it, when it is no invitation. */
  at?: At
}

/** Preview shows what the visitor will read, as the server fills it; what stands for a variable is set off. */
export function Preview({ template, visitor, pending = {}, at = '/invitations/preview' }: Props) {
  const { t } = useTranslation(['invitation', 'conversation'])
  const name = pending.name === undefined ? undefined : pending.name.trim() || t('conversation:operator')
  const preview = usePreview(template, filled(template, { name, visitor: pending.visitor?.trim() }), at, visitor)
  return (
    <Room>
      {isBlank(template) ? (
        <p className="text-muted">{t('blank')}</p>
      ) : (
        <>
          <p className="invisible whitespace-pre-wrap wrap-anywhere" dir="auto" aria-hidden="true">
            {t('reads')} “{template}”
          </p>
          <p className="text-muted whitespace-pre-wrap wrap-anywhere" dir="auto">
            {preview.failed ? t('readsLater') : preview.text && <Reads {...preview} />}
          </p>
        </>
      )}
    </Room>
  )
}

// A button below must not move away from under a press: what is written takes its room at once, and room that was taken stays.
function Room({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [taken, setTaken] = useState(0)
  useLayoutEffect(() => {
    // As laid out: a dialog that still opens is drawn smaller.
    const now = box.current && Number.parseFloat(getComputedStyle(box.current).height)
    setTaken((before) => Math.max(before, now || 0))
  })
  return (
    <div ref={box} style={{ minHeight: taken }} className="grid content-start *:[grid-area:1/1]">
      {children}
    </div>
  )
}

function Reads({ template, text }: { template: string; text: string }) {
  const { t } = useTranslation('invitation')
  return (
    <>
      {t('reads')} “
      {partsOf(template, text).map((part, i) =>
        part.filled ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity beyond their place
          <strong key={i} className="font-semibold text-text">
            {part.text}
          </strong>
        ) : (
          part.text
        ),
      )}
      ”
    </>
  )
}

function filled(template: string, { name, visitor }: Pending): string {
  const known: Record<string, string | undefined> = { '%name%': name, '%visitor%': visitor || undefined }
  return template.replace(/%(?:name|visitor)%/g, (variable) => known[variable] ?? variable)
}

function usePreview(template: string, text: string, at: At, visitor?: string) {
  const [preview, setPreview] = useState({ template: '', text: '', failed: false })
  // The operator's own name is what %name% stands for; it may change meanwhile.
  const session = useStore($session)
  const own = session.state === 'in' ? session.me.operator.name : ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: another name is another preview
  useEffect(() => {
    if (isBlank(template)) return
    let current = true
    const timer = setTimeout(async () => {
      const answer = await api.post<{ text: string }>(at, { visitor, text }).catch(() => undefined)
      if (current) setPreview(answer ? { template, text: answer.text, failed: false } : { template, text: '', failed: true })
    }, AFTER)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [template, text, at, visitor, own])
  return preview
}
