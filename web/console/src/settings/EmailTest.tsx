import { SendHorizontalIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Notice } from '../conversation/Notice'
import { api, wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { Section } from './Section'

/** EmailTest sends a message to the operator's own address, by the settings that are stored, and says what came of it. */
export function EmailTest(props: { pending: boolean; ready: boolean; address?: string }) {
  const { t } = useTranslation('email')
  const [busy, setBusy] = useState(false)
  const [came, setCame] = useState<{ good: boolean; words: string }>()
  const hindrance = !props.ready ? t('testNotReady') : props.pending ? t('testPending') : undefined
  const send = async () => {
    setBusy(true)
    setCame(undefined)
    try {
      const { sent, text } = await api.post<Schemas['MailTest']>('/mail/test')
      setCame({ good: sent, words: `${text}.` })
    } catch (error) {
      setCame({ good: false, words: wordsOf(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title={t('test')} hint={props.address ? t('testHint', { address: props.address }) : t('testHintNone')}>
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={<SendHorizontalIcon />} onClick={() => void send()} disabled={busy || hindrance !== undefined}>
          {t('sendTest')}
        </Button>
        {hindrance && <p className="text-muted">{hindrance}</p>}
      </div>
      <div role="status" className="empty:hidden">
        {busy ? (
          <p className="text-muted">{t('testing')}</p>
        ) : (
          came && <Notice tone={came.good ? 'ok' : 'bad'}>{came.words}</Notice>
        )}
      </div>
    </Section>
  )
}
