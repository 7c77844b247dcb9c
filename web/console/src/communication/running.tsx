import { useStore } from '@nanostores/react'
import { useTranslation } from 'react-i18next'
import { saidIn } from '../conversation/files'
import { $lines } from '../conversation/following'
import { $unread } from '../conversation/unread'

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
