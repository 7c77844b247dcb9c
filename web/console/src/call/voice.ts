import { useStore } from '@nanostores/react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { api } from '../state/api'
import { $microphone } from './microphone'
import { goesOn } from './standing'

/** VOICE is the name under which it is kept whether calls are possible. */
export const VOICE = ['voice']

/** useVoice says whether calls are possible at all, and how; undefined until it is known. */
export function useVoice(every?: number) {
  return useQuery({ queryKey: VOICE, queryFn: () => api.get<Schemas['VoiceState']>('/voice'), refetchInterval: every })
}

/** useNoVoice is why this operator can't call anybody from this window, in words; undefined when he can. */
export function useNoVoice(): string | undefined {
  const { t } = useTranslation('call')
  const { data } = useVoice()
  const microphone = useNoMicrophone()
  if (!data) return t('checking')
  if (!data.on) return t('off', { why: data.why ?? '' }).trim()
  return microphone
}

/** useNoMicrophone is why this browser has no microphone for Beckon, in words; undefined when it has one, or a click would tell. */
export function useNoMicrophone(): string | undefined {
  const { t } = useTranslation('call')
  // A refusal can be taken back beside the address, and a microphone plugged in: both are noticed.
  const microphone = useStore($microphone)
  return microphone === 'there' || microphone === 'unknown' ? undefined : t(`microphone.${microphone}`)
}

/** useNoCall is why the visitor of a conversation can't be called now, in words; undefined when he can. */
export function useNoCall(conversation: Schemas['Conversation']): string | undefined {
  const { t } = useTranslation('call')
  const impossible = useNoVoice()
  if (goesOn(conversation)) return t('goesOn')
  if (impossible) return impossible
  if (conversation.hold) return t('hold')
  // Whoever has left the site with the call window open is called there.
  return conversation.visitorAway && !conversation.phone ? t('away', { name: conversation.visitorName }) : undefined
}
