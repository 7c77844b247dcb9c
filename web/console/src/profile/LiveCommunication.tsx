import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { useBlockOf } from '../block/block'
import { CallBar } from '../call/CallBar'
import { goesOn } from '../call/standing'
import { About } from '../conversation/About'
import { Composer } from '../conversation/Composer'
import { Controls } from '../conversation/Controls'
import { ConversationView } from '../conversation/ConversationView'
import { followConversation } from '../conversation/conversations'
import { DropZone } from '../conversation/DropZone'
import { dateOf } from '../conversation/moment'
import { Standing } from '../conversation/Standing'
import { InvitationCard } from '../invitation/InvitationCard'
import { StartButtons } from '../invitation/StartButtons'
import { TruthLine } from '../invitation/TruthLine'
import { isOpen } from '../invitation/truth'
import { WaitingCard } from '../request/WaitingCard'
import { useConversation, useHistory, useInvitation, useInvitationByID, useMe, useRequest } from './profiles'

/** LiveCommunication is where an operator talks with the visitor: the talk that goes on, or the way to begin one. */
export function LiveCommunication({ visit, name }: { visit: Schemas['Visit']; name: string }) {
  const me = useMe()
  const { conversation, asking } = useConversation(visit)
  const invitation = useInvitation(visit)
  const request = useRequest(visit)
  const blocked = useBlockOf(visit)
  // What came later is what matters now.
  const later = invitation && (!conversation || invitation.sent > conversation.started) ? invitation : undefined
  if (conversation?.state === 'open') return <Talk conversation={conversation} request={request} me={me} />
  // What was talked is about to come: without it the invitation would seem to be all there was.
  if (!conversation && asking && invitation?.state === 'accepted') return <Fetching />
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {conversation && <EndedTalk conversation={conversation} me={me} />}
      <div
        className={
          conversation ? 'flex flex-col gap-4 border-line border-t p-4' : 'flex flex-1 flex-col gap-4 overflow-y-auto p-4'
        }
      >
        {later && <InvitationCard invitation={later} name={name} me={me} hasLeft={visit.presence === 'left'} />}
        {request && <WaitingCard request={request} />}
        {!blocked && !request && !(later && isOpen(later) && later.operator === me) && (
          <div className={conversation || later ? '' : 'flex flex-1 flex-col items-center justify-center gap-4'}>
            {!conversation && !later && <NoTalk visit={visit} />}
            <StartButtons visit={visit} name={name} me={me} />
          </div>
        )}
      </div>
    </div>
  )
}

function Fetching() {
  const { t } = useTranslation('profile')
  return (
    <p role="status" className="p-4 text-muted">
      {t('loading')}…
    </p>
  )
}

interface TalkProps {
  conversation: Schemas['Conversation']
  /** The place in the queue of a conversation that has lost its operator. */
  request: Schemas['Request'] | undefined
  me: string
}

function Talk({ conversation, request, me }: TalkProps) {
  useFollowing(conversation)
  const mine = conversation.operator === me
  return (
    <DropZone conversation={conversation.id} off={!mine}>
      <ConversationView conversation={conversation} head={<Head conversation={conversation} />} />
      <div className="flex flex-col gap-2 border-line border-t p-3">
        {request && !mine ? <WaitingCard request={request} /> : <Standing conversation={conversation} me={me} />}
        <About conversation={conversation} />
        {mine && goesOn(conversation) && <CallBar conversation={conversation} />}
        {mine && <Controls conversation={conversation} />}
        {mine && <Composer key={conversation.id} conversation={conversation.id} />}
      </div>
    </DropZone>
  )
}

function EndedTalk({ conversation, me }: { conversation: Schemas['Conversation']; me: string }) {
  useFollowing(conversation)
  return (
    <>
      <ConversationView conversation={conversation} head={<Head conversation={conversation} />} />
      <div className="flex flex-col gap-2 px-4 pb-3">
        <Standing conversation={conversation} me={me} />
        <About conversation={conversation} />
      </div>
    </>
  )
}

function useFollowing(conversation: Schemas['Conversation']): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only how far it goes matters
  useEffect(() => followConversation(conversation), [conversation.id, conversation.lastSeq])
}

function Head({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('invitation')
  const invitation = useInvitationByID(conversation.invitation)
  if (!invitation) return null
  return (
    <p className="mb-3 text-center text-[11.5px] text-muted">
      {t('truth')}: <TruthLine invitation={invitation} inLine />
    </p>
  )
}

function NoTalk({ visit }: { visit: Schemas['Visit'] }) {
  const { t } = useTranslation('invitation')
  const { data } = useHistory(visit.visitor)
  const last = data?.conversations.find((conversation) => conversation.state === 'ended')
  return (
    <p className="max-w-72 text-center text-muted">
      {last ? t('noneLast', { date: dateOf(last.started), who: last.operatorName || '–' }) : t('none')} {t('offer')}
    </p>
  )
}
