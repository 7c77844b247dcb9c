import { useStore } from '@nanostores/react'
import { MicIcon, MicOffIcon, PhoneIcon, PhoneOffIcon, SlidersHorizontalIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { hangUp, muteCall } from '../command/call'
import { Notice } from '../conversation/Notice'
import { writeTo } from '../conversation/writing'
import { lengthOf } from '../profile/described'
import { $clock } from '../state/clock'
import { $connection, send } from '../state/connection'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { ariaKeys } from '../ui/Keys'
import { Popover } from '../ui/Popover'
import { endCall, moveCall } from './calling'
import { $carried, $cut, type Carried, mute, openFor } from './calls'
import { DeviceChoice } from './DeviceChoice'
import { Loudness } from './Loudness'
import { $left, type Leaving } from './leaving'
import { QualitySign } from './QualitySign'
import { type OpenCall, ringsHere } from './standing'
import { $window } from './window'

/** CallBar shows the call of a conversation that this operator offers or that goes on, and what he can do with it. */
export function CallBar({ conversation }: { conversation: OpenCall }) {
  const { t } = useTranslation('call')
  const carried = useStore($carried)[conversation.id]
  const here = useStore($window) === conversation.call.window
  const name = conversation.visitorName
  const { call } = conversation
  const left = useStore($left).get(call.id)
  const cut = useStore($cut)
  if (left) return <LeftBar name={name} left={left} here={here} />
  if (ringsHere(conversation)) return null
  const opened = call.state === 'open'
  const carries = cut ? 'cut' : conversation.hold ? 'hold' : (carried?.state ?? 'opening')
  const state = !opened ? 'calling' : !here ? 'elsewhere' : carries
  return (
    <section
      aria-label={t('bar', { name })}
      data-call={state}
      className="flex flex-col gap-2 rounded-window border border-line bg-sunk p-3"
    >
      <div className="flex items-center gap-2">
        <PhoneIcon aria-hidden="true" strokeWidth={1.75} className="size-4 shrink-0 text-accent" />
        <p className="min-w-0 flex-1 truncate font-semibold" title={name}>
          {name}
        </p>
        <Since call={call} />
        {opened && here && carried && <QualitySign quality={carried.quality} />}
      </div>
      <p role="status" className={state === 'connected' ? 'sr-only' : 'text-muted'}>
        {t(`state.${state}`)}
      </p>
      {carried?.problem && <Notice tone="bad">{t(`microphone.${carried.problem}`)}</Notice>}
      {opened && <Troubles conversation={conversation} here={here} muted={carried?.muted === true} />}
      {opened && here && carried && !conversation.hold && <Levels carried={carried} name={name} />}
      <div className="flex flex-wrap items-center gap-2">
        {opened && here && carried && !conversation.hold && <MuteButton conversation={conversation.id} carried={carried} />}
        {opened && !here && <Button onClick={() => moveCall(conversation, send)}>{t('move')}</Button>}
        {opened && here && (state === 'waiting' || carried?.problem === 'gone') && (
          <Button onClick={() => void openFor(conversation.id)}>{t('use')}</Button>
        )}
        {opened && here && carried && (
          <Popover title={t('devices')} trigger={<IconButton label={t('devices')} icon={<SlidersHorizontalIcon />} />}>
            <div className="mt-2">
              <DeviceChoice speaking={carried.mine} />
            </div>
          </Popover>
        )}
        <HangUp conversation={conversation} />
      </div>
    </section>
  )
}

/** LeftBar shows a call that this operator has ended, until the server says so too. */
function LeftBar({ name, left, here }: { name: string; left: Leaving; here: boolean }) {
  const { t } = useTranslation('call')
  const up = useStore($connection).state === 'connected'
  const reached = left.known === 'told' || (left.known === 'telling' && up)
  return (
    <section
      aria-label={t('bar', { name })}
      data-call="left"
      className="flex flex-col gap-2 rounded-window border border-line bg-sunk p-3"
    >
      <div className="flex items-center gap-2">
        <PhoneOffIcon aria-hidden="true" strokeWidth={1.75} className="size-4 shrink-0 text-muted" />
        <p className="min-w-0 flex-1 truncate font-semibold" title={name}>
          {name}
        </p>
      </div>
      <p role="status" className={reached ? 'text-muted' : 'text-waiting'}>
        {t(reached ? 'leaving' : here ? 'left' : 'leftElsewhere', { name })}
      </p>
    </section>
  )
}

function Since({ call }: Pick<OpenCall, 'call'>) {
  const now = useStore($clock)
  const since = call.state === 'ringing' ? call.offered : call.connected
  if (!since) return null
  return (
    <span role="timer" className="shrink-0 text-muted tabular-nums">
      {lengthOf(Math.max(0, now - since))}
    </span>
  )
}

/** Troubles say why one of the two is not heard. */
function Troubles({ conversation, here, muted }: { conversation: OpenCall; here: boolean; muted: boolean }) {
  const { t } = useTranslation('call')
  const { visitor, connected } = conversation.call
  const name = conversation.visitorName
  const words = [
    muted && t('mutedYou'),
    visitor.muted && t('visitorMuted', { name }),
    visitor.trouble === 'microphone' && t('visitorTrouble', { name }),
    // The window that carries it may have been closed.
    !here && connected && !visitor.connected && t('unheard', { name }),
  ].filter(Boolean)
  return (
    <p role="status" className="text-waiting empty:hidden">
      {words.join(' · ')}
    </p>
  )
}

function Levels({ carried, name }: { carried: Carried; name: string }) {
  const { t } = useTranslation('call')
  return (
    <div className="grid grid-cols-[max-content_1fr] items-center gap-x-2.5 gap-y-1 text-[11.5px] text-muted">
      <span aria-hidden="true" className="max-w-28 truncate">
        {name}
      </span>
      <Loudness stream={carried.theirs} label={t('level', { name })} />
      <span aria-hidden="true">{t('yours')}</span>
      <Loudness stream={carried.mine} silent={carried.muted} label={t('levelYours')} />
    </div>
  )
}

function MuteButton({ conversation, carried }: { conversation: string; carried: Carried }) {
  const { t } = useTranslation('call')
  return (
    <Button
      icon={carried.muted ? <MicOffIcon /> : <MicIcon />}
      aria-keyshortcuts={ariaKeys(muteCall.shortcut)}
      onClick={() => mute(conversation, !carried.muted)}
    >
      {t(carried.muted ? 'unmute' : 'mute')}
    </Button>
  )
}

function HangUp({ conversation }: { conversation: OpenCall }) {
  const { t } = useTranslation('call')
  return (
    <Button
      kind="danger"
      className="ml-auto"
      icon={<PhoneOffIcon />}
      aria-keyshortcuts={ariaKeys(hangUp.shortcut)}
      onClick={({ detail }) => {
        // The button goes: who pressed it by the keyboard writes on.
        if (!detail) writeTo(conversation.id)
        endCall(conversation)
      }}
    >
      {t('hangUp')}
    </Button>
  )
}
