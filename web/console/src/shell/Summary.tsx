import { useStore } from '@nanostores/react'
import { useNavigate } from '@tanstack/react-router'
import clsx from 'clsx'
import { ChevronDownIcon, ChevronUpIcon, ClockIcon, MailIcon, MessageCircleIcon, PhoneIcon } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { openConversation } from '../alert/alert'
import { $myOpenCalls } from '../call/standing'
import { next, nextOf } from '../command/request'
import { InCall, LastLine, Unread } from '../communication/running'
import { $lines } from '../conversation/following'
import { $unreadInAll } from '../conversation/unread'
import { $unanswered } from '../offline/unanswered'
import { lengthOf } from '../profile/described'
import { $clock } from '../state/clock'
import { $mine, $queue } from '../state/live'
import { single } from '../ui/Button/single'
import { ariaKeys } from '../ui/Keys'
import { $overview, toggleOverview } from './overview'

type Conversation = Schemas['Conversation']

/** Summary stands below every page (SUM-1): this operator's running chats, the queues with Next, and the chat overview, which rolls up. */
export function Summary() {
  const { t } = useTranslation('shell')
  const rolledUp = useStore($overview)
  const list = useId()
  return (
    <section aria-label={t('summary')} className="relative z-20 shrink-0 border-line border-t bg-surface text-muted">
      {rolledUp && <Overview id={list} />}
      <div className="flex h-9.5 items-center gap-4 px-4 max-sm:gap-2.5 max-sm:px-3 pointer-coarse:h-11">
        <Figure
          icon={<MessageCircleIcon />}
          name={t('inProgress')}
          value={useStore($mine).length}
          calls={useStore($myOpenCalls).length}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: figures are no fields */}
        <div role="group" aria-label={t('queues')} className="flex shrink-0 items-center gap-4 max-sm:gap-2.5">
          <ChatQueue />
          <CallQueue />
          <Messages />
        </div>
        <div className="flex min-w-0 flex-1 items-center justify-end gap-1">
          {!rolledUp && <Latest />}
          <button
            type="button"
            aria-expanded={rolledUp}
            aria-controls={rolledUp ? list : undefined}
            onClick={toggleOverview}
            className="flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 outline-none hover:bg-sunk hover:text-text focus-visible:ring-2 focus-visible:ring-accent pointer-coarse:h-10 [&_svg]:size-4 [&_svg]:stroke-[1.75]"
          >
            <span className="max-sm:sr-only">{t('overview')}</span>
            {!rolledUp && <UnreadInAll />}
            {rolledUp ? <ChevronDownIcon aria-hidden="true" /> : <ChevronUpIcon aria-hidden="true" />}
          </button>
        </div>
      </div>
    </section>
  )
}

function Figure({ icon, name, value, calls }: { icon: ReactNode; name: string; value: number; calls: number }) {
  const { t } = useTranslation('shell')
  return (
    <p title={name} className="flex shrink-0 items-center gap-1.5 [&_svg]:size-4 [&_svg]:stroke-[1.75]">
      <span aria-hidden="true">{icon}</span>
      <span className="max-sm:sr-only">{name}</span> <b className="font-semibold text-text tabular-nums">{value}</b>
      {calls > 0 && (
        <span className="flex items-center gap-1 text-accent">
          <PhoneIcon aria-hidden="true" />
          <span className="sr-only">{t('ofThemCalls', { count: calls })}</span>
        </span>
      )}
    </p>
  )
}

interface QueueProps {
  icon: ReactNode
  name: string
  length: number
  longest?: ReactNode
  keys?: string
  onNext?: () => void
}

/** Queue is one of the queues: how many wait in it, and **Next** for the first of them. */
function Queue({ icon, name, length, longest, keys, onNext }: QueueProps) {
  const { t } = useTranslation('shell')
  const label = useId()
  const waits = length > 0 && onNext !== undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: figures are no fields
    <div role="group" aria-labelledby={label} className={clsx('flex shrink-0 items-center sm:gap-1', waits && 'text-waiting')}>
      <p className={clsx('flex items-center gap-1.5 [&_svg]:size-4 [&_svg]:stroke-[1.75]', waits && 'font-medium')} title={name}>
        <span aria-hidden="true">{icon}</span>
        <span id={label} className="max-sm:sr-only">
          {name}
        </span>{' '}
        <b className={clsx('font-semibold tabular-nums', !waits && 'text-text')}>{length}</b>
        {longest}
      </p>
      {/* Who has the keyboard here keeps it when the queue empties. */}
      <button
        type="button"
        aria-disabled={!waits}
        aria-keyshortcuts={keys}
        onClick={single(() => waits && onNext())}
        className={clsx(
          'h-7 rounded-control px-2 outline-none focus-visible:ring-2 focus-visible:ring-accent max-sm:px-1.5 pointer-coarse:h-10',
          waits ? 'font-semibold text-accent hover:bg-soft' : 'cursor-default text-muted opacity-60',
        )}
      >
        {t('next')}
      </button>
    </div>
  )
}

function ChatQueue() {
  const { t } = useTranslation('shell')
  const queue = useStore($queue)
  const chats = queue.filter(({ kind }) => kind === 'text')
  // The key takes whoever is first, for a chat or for a call.
  const keys = chats.length > 0 && chats[0] === queue[0] ? ariaKeys(next.shortcut) : undefined
  return <Requests icon={<ClockIcon />} name={t('chats')} requests={chats} keys={keys} onNext={() => nextOf('text')} />
}

/** CallQueue are those who wait for a voice chat. */
function CallQueue() {
  const { t } = useTranslation('shell')
  const calls = useStore($queue).filter(({ kind }) => kind === 'voice')
  return <Requests icon={<PhoneIcon />} name={t('calls')} requests={calls} onNext={() => nextOf('voice')} />
}

function Requests({ requests, ...queue }: Omit<QueueProps, 'length' | 'longest'> & { requests: readonly Schemas['Request'][] }) {
  const longest = requests.length > 0 && <Longest since={Math.min(...requests.map(({ asked }) => asked))} />
  return <Queue {...queue} length={requests.length} longest={longest} />
}

/** Messages are the off-line messages that nobody has answered; **Next** leads to the one that waits longest. */
function Messages() {
  const { t } = useTranslation('shell')
  const go = useNavigate()
  const { count, oldest } = useStore($unanswered) ?? { count: 0 }
  const lead = oldest ? () => void go({ to: '/messages/$id', params: { id: oldest } }) : undefined
  return <Queue icon={<MailIcon />} name={t('msg')} length={count} onNext={lead} />
}

function Longest({ since }: { since: number }) {
  const { t } = useTranslation('shell')
  const now = useStore($clock)
  return <span className="tabular-nums max-lg:hidden">· {t('longest', { time: lengthOf(now - since) })}</span>
}

/** Latest are the running chats in one line, while the overview is rolled down. */
function Latest() {
  const { t } = useTranslation('shell')
  const mine = useByLatest()
  if (mine.length === 0) return <p className="truncate max-md:hidden">{t('none')}</p>
  return (
    <ul className="flex min-w-0 items-center gap-1 overflow-hidden max-md:hidden">
      {mine.map((conversation) => (
        <li key={conversation.id} className="min-w-16 max-w-80">
          <Chat conversation={conversation} className="h-7 px-2" />
        </li>
      ))}
    </ul>
  )
}

/** Overview are all running chats, the one in which somebody spoke last at the top; a name leads to its profile. */
function Overview({ id }: { id: string }) {
  const { t } = useTranslation('shell')
  const mine = useByLatest()
  return (
    <div id={id} className="max-h-[40vh] overflow-y-auto border-line border-b py-1">
      {mine.length === 0 && <p className="px-4 py-2">{t('none')}</p>}
      <ul>
        {mine.map((conversation) => (
          <li key={conversation.id} className="px-2">
            <Chat conversation={conversation} className="h-9 content-center px-2 pointer-coarse:h-11" />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Chat({ conversation, className }: { conversation: Conversation; className: string }) {
  const { t } = useTranslation('shell')
  const name = conversation.visitorName
  return (
    <button
      type="button"
      aria-label={t('openConversation', { name })}
      onClick={() => openConversation(conversation)}
      className={clsx(
        'flex w-full min-w-0 flex-wrap items-center gap-x-2 overflow-hidden rounded-control text-left outline-none hover:bg-sunk focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset',
        className,
      )}
    >
      <span className="flex h-7 min-w-0 items-center gap-2">
        <span dir="auto" className="max-w-40 truncate font-medium text-text">
          {name}
        </span>
        <InCall conversation={conversation} />
        <Unread conversation={conversation.id} />
        {conversation.hold && <span className="shrink-0 text-waiting">{t('onHold')}</span>}
      </span>
      {/* Where there is no room for some words of it, it falls out of the line. */}
      <span className="h-7 min-w-0 max-w-max flex-1 basis-24 truncate leading-7">
        <LastLine conversation={conversation.id} />
      </span>
    </button>
  )
}

function UnreadInAll() {
  const { t } = useTranslation('shell')
  const count = useStore($unreadInAll)
  if (count === 0) return null
  return (
    <span className="flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-accent px-1 font-semibold text-[11px] text-on-accent tabular-nums">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{t('unread', { count })}</span>
    </span>
  )
}

function useByLatest(): readonly Conversation[] {
  const mine = useStore($mine)
  const lines = useStore($lines)
  const spoke = (one: Conversation) => lines[one.id]?.list.at(-1)?.at ?? one.started
  return [...mine].sort((a, b) => spoke(b) - spoke(a))
}
