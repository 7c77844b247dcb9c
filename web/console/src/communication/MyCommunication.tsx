import { useStore } from '@nanostores/react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { openConversation } from '../alert/alert'
import { $myOpenCalls } from '../call/standing'
import { $returned } from '../conversation/unread'
import { lengthOf } from '../profile/described'
import { answerRequest } from '../request/answering'
import { $clock } from '../state/clock'
import { $mine, $requests } from '../state/live'
import { Button } from '../ui/Button'
import { single } from '../ui/Button/single'
import { InCall, LastLine, Unread } from './running'
import { Empty, Window } from './Window'

type Conversation = Schemas['Conversation']

/** MyCommunication are this operator's open chats, and those of his that went back to the queue. */
export function MyCommunication() {
  const { t } = useTranslation('communication')
  const mine = useStore($mine)
  const returned = useStore($returned)
  const calls = useStore($myOpenCalls).length
  return (
    <Window title={t('mine')} count={mine.length} more={calls > 0 ? t('callsNow', { count: calls }) : undefined}>
      {mine.length + returned.length === 0 && <Empty>{t('mineEmpty')}</Empty>}
      <ul className="empty:hidden">
        {mine.map((conversation) => (
          <Running key={conversation.id} conversation={conversation} />
        ))}
        {returned.map((conversation) => (
          <Returned key={conversation.id} conversation={conversation} />
        ))}
      </ul>
    </Window>
  )
}

function Running({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('communication')
  const now = useStore($clock)
  return (
    <li className="border-line border-b last:border-b-0">
      <button
        type="button"
        onClick={() => openConversation(conversation)}
        className="flex w-full flex-col gap-0.5 px-4 py-2.5 text-left outline-none hover:bg-sunk focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
      >
        <span className="flex w-full items-center gap-2">
          <span dir="auto" className="min-w-0 truncate font-semibold">
            {conversation.visitorName}
          </span>
          <InCall conversation={conversation} />
          {conversation.hold && <span className="shrink-0 text-waiting">{t('onHold')}</span>}
          {conversation.visitorAway && <span className="shrink-0 text-muted">{t('away')}</span>}
          <span className="ml-auto shrink-0 text-[11.5px] text-muted tabular-nums">{lengthOf(now - conversation.started)}</span>
        </span>
        <span className="flex w-full items-center gap-2 text-muted">
          <span className="min-w-0 flex-1 truncate">
            <LastLine conversation={conversation.id} />
          </span>
          <Unread conversation={conversation.id} />
        </span>
      </button>
    </li>
  )
}

function Returned({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('communication')
  const request = Object.values(useStore($requests)).find((one) => one.conversation === conversation.id)
  return (
    <li className="flex items-center gap-3 border-line border-b bg-waiting-soft px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate text-left font-semibold">
          {conversation.visitorName}
        </p>
        <p className="text-waiting">
          {t('took')}. {t('tookHint')}
        </p>
      </div>
      {request && <Button onClick={single(() => void answerRequest(request.id, 'accept'))}>{t('accept')}</Button>}
    </li>
  )
}
