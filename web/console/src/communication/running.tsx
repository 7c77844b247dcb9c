import { useStore } from '@nanostores/react'
import { PhoneIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { goesOn, ringsHere } from '../call/standing'
import { saidIn } from '../conversation/files'
import { $lines } from '../conversation/following'
import { $unread } from '../conversation/unread'
import { lengthOf } from '../profile/described'
import { $clock } from '../state/clock'

/** LastLine is what was said last in a running chat, by either side. */
export function LastLine({ conversation }: { conversation: string }) {
  const { t } = useTranslation('communication')
  const lines = useStore($lines, { keys: [conversation] })[conversation]
  const last = lines?.list.findLast(({ from }) => from !== 'system')
  if (!last) return t('nothingSaid')
  return (
    <bdi>
      {last.from === 'operator' && `${t('you')}: `}
      {saidIn(last)}
    </bdi>
  )
}

/** InCall says that a call rings in a running chat or goes on, and for how long the two have heard each other; nothing without a call. */
export function InCall({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('communication')
  if (!goesOn(conversation)) return null
  const { state, connected } = conversation.call
  const words = state === 'open' ? 'inCall' : ringsHere(conversation) ? 'callRings' : 'calling'
  return (
    <span className="flex shrink-0 items-center gap-1 text-accent tabular-nums">
      <PhoneIcon aria-hidden="true" strokeWidth={1.75} className="size-3.5" />
      <span className="sr-only">{t(words)}</span>
      {connected !== undefined && <Lasting since={connected} />}
    </span>
  )
}

function Lasting({ since }: { since: number }) {
  const now = useStore($clock)
  return <span className="text-[11.5px]">{lengthOf(Math.max(0, now - since))}</span>
}

/** Unread counts the messages of a running chat that the operator has not had before his eyes; nothing when there are none. */
export function Unread({ conversation }: { conversation: string }) {
  const { t } = useTranslation('communication')
  const count = useStore($unread)[conversation] ?? 0
  if (count === 0) return null
  return (
    <span className="flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-full bg-accent px-1 font-semibold text-[11px] text-on-accent tabular-nums">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{t('unread', { count })}</span>
    </span>
  )
}
