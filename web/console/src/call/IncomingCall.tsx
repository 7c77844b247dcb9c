import { useStore } from '@nanostores/react'
import { PhoneIcon, PhoneOffIcon } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { openConversation } from '../alert/alert'
import { ringingCall } from '../command/call'
import { $ringing } from '../request/ringing'
import { Button } from '../ui/Button'
import { ariaKeys, Keys, shownKeys } from '../ui/Keys'
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
  const title = useId()
  return (
    <section
      role="dialog"
      aria-labelledby={title}
      className="pointer-events-auto relative animate-appear rounded-dialog border border-waiting bg-surface p-4.5 shadow-float"
    >
      <span aria-hidden="true" className="pointer-events-none absolute inset-0 animate-call rounded-dialog" />
      <div className="flex items-start gap-3">
        <PhoneIcon aria-hidden="true" strokeWidth={1.75} className="mt-1 size-4 shrink-0 text-waiting" />
        <div className="min-w-0 flex-1">
          <h2 id={title} className="font-[640] text-[16px] leading-snug">
            {t('incoming')}
          </h2>
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
        </div>
      </div>
      <div className="mt-3.5 flex flex-wrap items-center gap-2">
        <Answer name="decline" keys={keys} conversation={conversation} />
        <Answer name="accept" keys={keys} conversation={conversation} />
      </div>
    </section>
  )
}

function Answer({ name, keys, conversation }: { name: 'accept' | 'decline'; keys: boolean; conversation: OpenCall }) {
  const { t } = useTranslation('call')
  const command = ringingCall[name]
  const accepts = name === 'accept'
  return (
    <Button
      kind={accepts ? 'primary' : 'quiet'}
      icon={accepts ? <PhoneIcon /> : <PhoneOffIcon />}
      className={accepts ? 'ml-auto' : '-ml-2 text-bad!'}
      aria-keyshortcuts={keys ? ariaKeys(command.shortcut) : undefined}
      onClick={() => {
        command.run()
        if (accepts) openConversation(conversation)
      }}
    >
      {t(name)}
      {keys && command.shortcut && (
        <span aria-hidden="true" className="font-normal pointer-coarse:hidden">
          <Keys keys={command.shortcut} />
        </span>
      )}
    </Button>
  )
}
