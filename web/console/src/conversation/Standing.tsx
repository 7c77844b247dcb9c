import { useStore } from '@nanostores/react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { SETTINGS } from '../settings/settings'
import { $clock } from '../state/clock'
import { $awaySince } from './away'
import { $lines } from './following'
import { timeOf } from './moment'
import { Notice } from './Notice'

type Conversation = Schemas['Conversation']

/** Standing says in words how a conversation stands: on hold, visitor away, a colleague's, ended and by whom. */
export function Standing({ conversation, me }: { conversation: Conversation; me: string }) {
  const { t } = useTranslation('conversation')
  const name = conversation.visitorName
  // The last line of the talk says it too, once it is here.
  const said = useStore($lines)[conversation.id]?.list.at(-1)?.what === 'ended'
  return (
    <div role="status" className="flex flex-col gap-2 empty:hidden">
      {conversation.state === 'ended' && !said && <Plain>{endedWords(conversation, me, t)}</Plain>}
      {conversation.state === 'open' && conversation.operator !== me && (
        <Plain>
          {conversation.operator
            ? t('colleague', { who: conversation.operatorName || t('operator'), name })
            : t('nobody', { name })}
        </Plain>
      )}
      {conversation.state === 'open' && conversation.hold && (
        <Notice tone="waiting" boxed>
          {t('onHold', { name })}
        </Notice>
      )}
      {conversation.state === 'open' && conversation.operator === me && <NoCallYet conversation={conversation} />}
      {conversation.state === 'open' && conversation.visitorAway && <Away conversation={conversation.id} name={name} />}
    </div>
  )
}

// For so long who asked for a voice chat is expected to come by himself: his browser asks him for the microphone first.
const COMES = 10_000

/** NoCallYet says why no call comes of a visitor who asked for a voice chat, as far as is known here. */
function NoCallYet({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversation')
  const late = useStore($clock) - conversation.started > COMES
  const { kind, call, hold, visitorAway } = conversation
  if (!late || kind !== 'voice' || call || hold || visitorAway) return null
  return (
    <Notice tone="waiting" boxed>
      {t(conversation.phone ? 'noCallYet' : 'noCallWindow', { name: conversation.visitorName })}
    </Notice>
  )
}

function Away({ conversation, name }: { conversation: string; name: string }) {
  const { t } = useTranslation('conversation')
  const { data } = useQuery<Schemas['Settings']>({ queryKey: SETTINGS, enabled: false })
  const since = useStore($awaySince)[conversation]
  const until = data && since && since + data.visitorGone * 1000
  return (
    <Notice tone="waiting" boxed>
      {until ? t('away', { name, until: timeOf(until) }) : t('awayShort', { name })}
    </Notice>
  )
}

function endedWords(conversation: Conversation, me: string, t: (key: string, values?: Record<string, string>) => string): string {
  const name = conversation.visitorName
  if (conversation.endedBy === 'operator' && conversation.operator === me) return t('ended.you')
  return t(`ended.${conversation.endedBy ?? 'unknown'}`, { name, who: conversation.operatorName || t('operator') })
}

function Plain({ children }: { children: ReactNode }) {
  return <p className="rounded-lg bg-sunk px-3 py-2">{children}</p>
}
