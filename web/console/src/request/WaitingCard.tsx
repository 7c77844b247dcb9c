import { useStore } from '@nanostores/react'
import { ClockIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { lengthOf } from '../profile/described'
import { $clock } from '../state/clock'
import { Button } from '../ui/Button'
import { answerRequest } from './answering'

/** WaitingCard stands in the profile of a visitor who waits in the queue: since when, and the button that takes the request (QUE-2). */
export function WaitingCard({ request }: { request: Schemas['Request'] }) {
  const { t } = useTranslation('request')
  const now = useStore($clock)
  const [busy, setBusy] = useState(false)
  const take = async () => {
    setBusy(true)
    await answerRequest(request.id, 'accept')
    setBusy(false)
  }
  return (
    <section
      aria-label={t('waiting.label')}
      className="flex flex-col gap-2 rounded-xl border border-waiting bg-waiting-soft p-3.5"
    >
      <p className="flex items-start gap-2 font-medium">
        <ClockIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 stroke-[1.75] text-waiting" />
        {t(request.returned ? 'waiting.back' : 'waiting.title', { name: request.visitorName })}
      </p>
      <p>
        {t('waiting.since')} <span className="tabular-nums">{lengthOf(now - request.asked)}</span>.{' '}
        {request.returned && t('waiting.backHint')}
      </p>
      <Button kind="primary" className="self-start" disabled={busy} onClick={take}>
        {t(request.returned ? 'accept' : 'waiting.start')}
      </Button>
    </section>
  )
}
