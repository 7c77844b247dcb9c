import { PhoneIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { LinkedText } from '../conversation/LinkedText'
import { exactTimeOf } from '../conversation/moment'
import { Notice } from '../conversation/Notice'
import { Button } from '../ui/Button'
import { TruthLine } from './TruthLine'
import { isOpen } from './truth'
import { withdraw } from './withdraw'

/** InvitationCard tells the truth about an invitation as it changes, in words and with the text the visitor reads (S-35). */
export function InvitationCard(props: { invitation: Schemas['Invitation']; name: string; me: string; hasLeft: boolean }) {
  const { invitation, name, me, hasLeft } = props
  const { t } = useTranslation('invitation')
  const open = isOpen(invitation)
  const mine = invitation.operator === me
  return (
    <section aria-label={t(invitation.kind === 'voice' ? 'truthVoice' : 'truth')} className="rounded-xl border border-line p-4">
      <p className="text-[11.5px] text-muted">
        {invitation.kind === 'voice' && <PhoneIcon aria-label={t('truthVoice')} className="mr-1.5 inline size-3.5" />}
        <TruthLine invitation={invitation} />
      </p>
      <p dir="auto" className="mt-2 rounded-lg bg-sunk px-3 py-2 whitespace-pre-wrap wrap-anywhere">
        <LinkedText text={invitation.text} />
      </p>
      <div role="status" className="mt-2">
        <Words invitation={invitation} name={name} me={me} hasLeft={hasLeft} />
      </div>
      {open && (
        <div className="mt-3 flex items-center gap-3">
          <p className="flex-1 text-muted tabular-nums">{t('expires', { time: exactTimeOf(invitation.expires) })}</p>
          {mine && <Withdraw invitation={invitation.id} />}
        </div>
      )}
    </section>
  )
}

function Words(props: { invitation: Schemas['Invitation']; name: string; me: string; hasLeft: boolean }) {
  const { invitation, name, me, hasLeft } = props
  const { t } = useTranslation('invitation')
  const who = invitation.operator === me ? t('you') : invitation.operatorName
  switch (invitation.state) {
    case 'sent':
    case 'delivered':
    case 'shown':
      return (
        <>
          {invitation.operator !== me && (
            <p>
              <span className="font-medium">{t('bySomebody', { who, name })}</span> {t('bySomebodyWhy', { name })}
            </p>
          )}
          <p className="text-muted">{t(hasLeft ? 'now.left' : `now.${invitation.state}`, { name })}</p>
        </>
      )
    case 'accepted':
      return <Notice tone="ok">{t('outcome.accepted', { name })}</Notice>
    case 'undeliverable':
      return (
        <>
          <Notice tone="bad">
            {t(invitation.why ? 'outcome.undeliverableWhy' : 'outcome.undeliverable', { why: invitation.why })}
          </Notice>
          <p className="mt-1 text-muted">{t('next.undeliverable', { name })}</p>
        </>
      )
    case 'declined':
    case 'expired':
    case 'withdrawn':
      return (
        <>
          <Notice tone="waiting">{t(`outcome.${invitation.state}`, { name, who })}</Notice>
          <p className="mt-1 text-muted">{t(`next.${invitation.state}`)}</p>
        </>
      )
    default:
      return invitation.state satisfies never
  }
}

function Withdraw({ invitation }: { invitation: string }) {
  const { t } = useTranslation('invitation')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const run = async () => {
    setBusy(true)
    setProblem(await withdraw(invitation))
    setBusy(false)
  }
  return (
    <>
      <p role="alert" className="text-bad empty:hidden">
        {problem && t('withdrawFailed', { detail: problem })}
      </p>
      <Button onClick={run} disabled={busy}>
        {t('withdraw')}
      </Button>
    </>
  )
}
