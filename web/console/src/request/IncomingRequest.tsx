import { useStore } from '@nanostores/react'
import { GlobeIcon } from 'lucide-react'
import { computed } from 'nanostores'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { HoldsOther } from '../call/HoldsOther'
import { IncomingCall } from '../call/IncomingCall'
import { incoming } from '../command/request'
import { countryOf, lengthOf } from '../profile/described'
import { useSettings } from '../settings/settings'
import { $clock, serverNow } from '../state/clock'
import { $visits } from '../state/live'
import { Flag } from '../ui/Flag'
import { shownKeys } from '../ui/Keys'
import { AnswerButton, RingingCard } from './RingingCard'
import { $ringing, type Ringing } from './ringing'

// Of ten frames a second with thousands of visits only this one matters here.
const $caller = computed([$ringing, $visits], (ringing, visits) => (ringing ? visits[ringing.request.visit] : undefined))

/**
 * IncomingRequest shows the chat request that rings at this operator (COM-5), over everything and beside what he does: it never takes the
 * focus. An `aria-live` round it keeps it reachable while a dialog is open. On a phone, where a profile fills the screen, it covers neither
 * its tabs nor what is being written.
 */
export function IncomingRequest() {
  const { t } = useTranslation('request')
  const ringing = useStore($ringing)
  const accept = shownKeys(incoming.accept.shortcut ?? '')
  return (
    <div
      aria-live="off"
      className="pointer-events-none absolute flex flex-col gap-2 top-3 right-3 z-50 w-[min(440px,calc(100vw-24px))] max-md:fixed max-md:top-36 max-md:[@media(max-height:600px)]:top-2"
    >
      <p aria-live="assertive" className="sr-only">
        {ringing && t('announced', { name: ringing.request.visitorName, accept })}
      </p>
      {ringing && <Card key={`${ringing.request.id} ${ringing.until}`} ringing={ringing} />}
      <IncomingCall />
    </div>
  )
}

function Card({ ringing: { request, until } }: { ringing: Ringing }) {
  const { t } = useTranslation('request')
  const visit = useStore($caller)
  const name = (
    <p dir="auto" className="truncate text-left font-semibold" title={request.visitorName}>
      {request.visitorName}
    </p>
  )
  const { decline, queue, accept } = incoming
  const answers = (
    <>
      <AnswerButton command={decline} kind="quiet" className="-ml-2 text-bad!" onClick={decline.run}>
        {t('decline')}
      </AnswerButton>
      <AnswerButton command={queue} className="ml-auto" onClick={queue.run}>
        {t('queue')}
      </AnswerButton>
      <AnswerButton command={accept} kind="primary" onClick={accept.run}>
        {t('accept')}
      </AnswerButton>
    </>
  )
  return (
    <RingingCard
      icon={<Country code={visit?.country} />}
      title={t('title')}
      who={name}
      aside={<Left until={until} />}
      answers={answers}
    >
      <Facts request={request} visit={visit} />
      {request.kind === 'voice' && <HoldsOther />}
      <Run until={until} />
    </RingingCard>
  )
}

function Country({ code }: { code: string | undefined }) {
  if (code) return <Flag country={code} className="mt-1 h-4! w-6!" />
  return <GlobeIcon aria-hidden="true" strokeWidth={1.75} className="mt-1 size-4 shrink-0 text-muted" />
}

/** Facts say who it is and how it came: where from, on what page, how long he has waited, and why he comes first. */
function Facts({ request, visit }: { request: Schemas['Request']; visit: Schemas['Visit'] | undefined }) {
  const { t } = useTranslation('request')
  const now = useStore($clock)
  const place = [visit?.city, visit?.country && countryOf(visit.country)].filter(Boolean).join(', ')
  const why = request.returned ? t('returned') : request.invited ? t('invited') : ''
  return (
    <>
      <p className="mt-2 text-muted wrap-anywhere">
        {[place, t(request.kind === 'voice' ? 'voiceChat' : 'textChat')].filter(Boolean).join(' · ')} · {t('waits')}{' '}
        <span className="tabular-nums">{lengthOf(now - request.asked)}</span>
        {visit && (
          <>
            {' '}
            · {t('on')} <span className="text-text">{visit.title || visit.url}</span>
          </>
        )}
      </p>
      {why && <p className="mt-1 font-medium text-waiting">{why}</p>}
    </>
  )
}

function Left({ until }: { until: number }) {
  const { t } = useTranslation('request')
  useStore($clock) // once a second
  const left = Math.max(0, Math.ceil((until - serverNow()) / 1000))
  return (
    <span role="timer" aria-label={t('seconds')} className="font-semibold text-[15px] text-waiting tabular-nums">
      {lengthOf(left * 1000)}
    </span>
  )
}

/** Run is the time that is left as a bar that runs out. */
function Run({ until }: { until: number }) {
  const { data } = useSettings()
  const now = useStore($clock)
  const [begun] = useState(serverNow)
  const whole = Math.max(1, until - begun, (data?.responseTimeout ?? 0) * 1000)
  // At the next tick of the clock it is where the second in between has led.
  const left = Math.min(1, Math.max(0, until - now - 1000) / whole)
  return (
    <div aria-hidden="true" className="mt-3 h-0.75 overflow-hidden rounded-full bg-sunk">
      <div
        style={{ scale: `${left} 1` }}
        className="h-full w-full origin-left rounded-full bg-waiting transition-[scale] duration-1000 ease-linear"
      />
    </div>
  )
}
