import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { DeviceChoice } from '../call/DeviceChoice'
import { useNoMicrophone, useVoice } from '../call/voice'
import { Notice } from '../conversation/Notice'
import { api, queries, wordsOf } from '../state/api'
import { operatorChanged } from '../state/session'
import { RelayTest } from './RelayTest'
import { Section } from './Section'
import { SETTINGS, useSettings } from './settings'
import { Tick } from './Tick'
import { useTurning } from './turning'

/** VoiceSettings says who receives calls, by which devices and by which way; each choice holds at once. */
export function VoiceSettings({ me }: { me: Schemas['Operator'] }) {
  const { t } = useTranslation('voice')
  const microphone = useNoMicrophone()
  return (
    <div className="flex flex-col gap-8">
      <Section title={t('you')}>
        <Receive me={me} />
      </Section>
      <Section title={t('devices')} hint={t('devicesHint')}>
        {microphone && <Notice tone="waiting">{microphone}</Notice>}
        <div className="max-w-sm">
          <DeviceChoice />
        </div>
      </Section>
      {me.administrator && (
        <Section title={t('forAll')}>
          <Direct />
        </Section>
      )}
      <Section title={t('relay')} hint={t('relayHint')}>
        <Relay />
      </Section>
    </div>
  )
}

interface SwitchProps {
  label: string
  hint: string
  on: boolean | undefined
  store: (on: boolean) => Promise<unknown>
}

/** Switch moves at once and goes back, with words, when that can't be stored. */
function Switch({ label, hint, on, store }: SwitchProps) {
  const turning = useTurning(on, store)
  return (
    <div className="flex flex-col gap-2">
      <div className="rounded-window border border-line px-3.5 py-2.5">
        <Tick label={label} hint={hint} checked={turning.on} disabled={on === undefined} onChange={turning.turn} />
      </div>
      <div role="status" className="empty:hidden">
        {turning.trouble && <Notice tone="bad">{turning.trouble}</Notice>}
      </div>
    </div>
  )
}

function Receive({ me }: { me: Schemas['Operator'] }) {
  const { t } = useTranslation('voice')
  const store = async (on: boolean) => {
    operatorChanged(await api.patch<Schemas['Operator']>(`/operators/${me.id}`, { noCalls: !on }))
  }
  return <Switch label={t('receive')} hint={t('receiveHint')} on={!me.noCalls} store={store} />
}

function Direct() {
  const { t } = useTranslation('voice')
  const { data, error } = useSettings()
  const store = async (directCalls: boolean) => {
    const settings = await api.get<Schemas['Settings']>('/settings')
    await api.put('/settings', { ...settings, directCalls })
    await queries.invalidateQueries({ queryKey: SETTINGS })
  }
  return (
    <>
      <Switch label={t('direct')} hint={t('directHint')} on={data?.directCalls} store={store} />
      {error && <Notice tone="bad">{wordsOf(error)}</Notice>}
    </>
  )
}

const LOOK_EVERY = 5000

function Relay() {
  const { t } = useTranslation('voice')
  const { data, error } = useVoice(LOOK_EVERY)
  if (error) return <Notice tone="bad">{wordsOf(error)}</Notice>
  if (!data) return null
  if (!data.on) {
    return (
      <Notice tone="waiting" boxed>
        {t('off')} {data.why}
      </Notice>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <RelayTest urls={data.urls ?? []} />
      {data.why && <Notice tone="waiting">{data.why}</Notice>}
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 max-sm:grid-cols-1">
        <dt className="text-muted">{t('calls')}</dt>
        <dd className="tabular-nums">{t('ofMost', { calls: data.calls, most: data.most })}</dd>
        <dt className="text-muted">{t('address')}</dt>
        <dd className="font-mono text-[12px] wrap-anywhere">{data.address}</dd>
        <dt className="text-muted">{t('urls')}</dt>
        <dd className="flex flex-col font-mono text-[12px] wrap-anywhere">
          {data.urls?.map((url) => (
            <span key={url}>{url}</span>
          ))}
        </dd>
      </dl>
    </div>
  )
}
