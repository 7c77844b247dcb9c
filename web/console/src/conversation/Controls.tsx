import { useStore } from '@nanostores/react'
import { PauseIcon, PhoneIcon, PlayIcon } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $answering, offerCall } from '../call/calling'
import { goesOn } from '../call/standing'
import { useNoCall } from '../call/voice'
import { Button } from '../ui/Button'
import { Confirm } from '../ui/Confirm'
import { type ConversationCommand, command } from './conversations'

/** Controls are what an operator can do with a conversation of his own besides writing. */
export function Controls({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('conversation')
  const [busy, setBusy] = useState<ConversationCommand>()
  const [problem, setProblem] = useState<string>()
  const [ending, setEnding] = useState(false)

  const run = async (what: ConversationCommand) => {
    if (busy) return
    setBusy(what)
    setProblem(undefined)
    const detail = await command(conversation.id, what)
    setBusy(undefined)
    if (detail !== undefined) setProblem(`${t(`failed.${what}`)} ${detail}`.trim())
  }

  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        {conversation.hold ? (
          <Button icon={<PlayIcon />} onClick={() => run('resume')} disabled={busy === 'resume'}>
            {t('resume')}
          </Button>
        ) : (
          <Button icon={<PauseIcon />} onClick={() => run('hold')} disabled={busy === 'hold'}>
            {t('hold')}
          </Button>
        )}
        <StartVoiceChat conversation={conversation} />
        <Button kind="danger" className="ml-auto" onClick={() => setEnding(true)} disabled={busy === 'end'}>
          {t('end')}
        </Button>
      </div>
      <p role="alert" className="text-bad empty:hidden">
        {problem}
      </p>
      <Confirm
        open={ending}
        title={t('endConfirm', { name: conversation.visitorName })}
        text={t('endExplain')}
        confirm={t('end')}
        cancel={t('endCancel')}
        danger
        onAnswer={(yes) => {
          setEnding(false)
          if (yes) void run('end')
        }}
      />
    </div>
  )
}

/** StartVoiceChat offers the visitor a call (S-32); when that is impossible it says why. */
function StartVoiceChat({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('call')
  const reason = useId()
  const why = useNoCall(conversation)
  const busy = useStore($answering).has(conversation.id)
  return (
    <>
      <Button
        icon={<PhoneIcon />}
        aria-disabled={why !== undefined || busy || undefined}
        aria-describedby={why ? reason : undefined}
        onClick={() => why === undefined && !busy && void offerCall(conversation)}
      >
        {t('start')}
      </Button>
      {/* What goes on is seen above. */}
      <p id={reason} className={goesOn(conversation) ? 'sr-only' : 'order-last basis-full text-[11.5px] text-muted empty:hidden'}>
        {why}
      </p>
    </>
  )
}
