import { useStore } from '@nanostores/react'
import { PhoneIcon, PhoneOffIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { openConversation } from '../alert/alert'
import { ringingCall } from '../command/call'
import { AnswerButton, RingingCard } from '../request/RingingCard'
import { $ringing } from '../request/ringing'
import { shownKeys } from '../ui/Keys'
import { HoldsOther } from './HoldsOther'
import { $ringingCall } from './ringing'
import type { OpenCall } from './standing'

/** IncomingCall shows the call that rings at this operator, beside what he does: it never takes the focus. */
export function IncomingCall() {
  const { t } = useTranslation('call')
  const ringing = useStore($ringingCall)
  const keys = useStore($ringing) === undefined
  const words = ringing && { name: ringing.visitorName, accept: shownKeys(ringingCall.accept.shortcut ?? '') }
  return (
    <>
      <p aria-live="assertive" className="sr-only">
        {words && t(keys ? 'announced' : 'announcedPlain', words)}
      </p>
      {ringing && <Card key={ringing.call.id} conversation={ringing} keys={keys} />}
    </>
  )
}

function Card({ conversation, keys }: { conversation: OpenCall; keys: boolean }) {
  const { t } = useTranslation('call')
  const who = (
    <p className="wrap-anywhere">
      <button
        type="button"
        onClick={() => openConversation(conversation)}
        className="rounded-sm font-semibold underline decoration-line underline-offset-3 outline-none hover:decoration-text focus-visible:ring-2 focus-visible:ring-accent"
      >
        {conversation.visitorName}
      </button>{' '}
      <span className="text-muted">{t('wants')}</span>
    </p>
  )
  const { decline, accept } = ringingCall
  const answers = (
    <>
      <AnswerButton
        command={decline}
        keys={keys}
        kind="quiet"
        icon={<PhoneOffIcon />}
        className="-ml-2 text-bad!"
        onClick={decline.run}
      >
        {t('decline')}
      </AnswerButton>
      <AnswerButton
        command={accept}
        keys={keys}
        kind="primary"
        icon={<PhoneIcon />}
        className="ml-auto"
        onClick={() => {
          accept.run()
          openConversation(conversation)
        }}
      >
        {t('accept')}
      </AnswerButton>
    </>
  )
  const icon = <PhoneIcon aria-hidden="true" strokeWidth={1.75} className="mt-1 size-4 shrink-0 text-waiting" />
  return (
    <RingingCard icon={icon} title={t('incoming')} who={who} answers={answers}>
      <HoldsOther />
    </RingingCard>
  )
}
