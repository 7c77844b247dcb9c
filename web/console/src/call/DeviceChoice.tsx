import { useStore } from '@nanostores/react'
import { Volume2Icon } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../conversation/Notice'
import { Button } from '../ui/Button'
import { wordsOfMicrophone } from './calling'
import { changeMicrophone } from './calls'
import { Loudness } from './Loudness'
import { $devices, CHOOSES_LOUDSPEAKER, chooseDevice, close, openMicrophone } from './microphone'
import { testTone } from './testTone'

/** DeviceChoice chooses microphone and loudspeaker, with a test of how loud one is; the choice holds at once, in calls that go on too. */
export function DeviceChoice({ speaking }: { speaking?: MediaStream }) {
  const { t } = useTranslation('call')
  const chosen = useStore($devices)
  const [test, setTest] = useState<MediaStream>()
  const [problem, setProblem] = useState<string>()
  const all = useDevices(test)
  const microphones = all.filter(({ kind }) => kind === 'audioinput')
  const loudspeakers = all.filter(({ kind }) => kind === 'audiooutput')
  const shown = useRef(true)
  useEffect(() => () => close(test), [test])
  useEffect(() => {
    shown.current = true
    return () => {
      shown.current = false
    }
  }, [])
  const hear = (stream: MediaStream) => (shown.current ? setTest(stream) : close(stream))

  const listen = async () => {
    setProblem(undefined)
    if (test) return setTest(undefined)
    try {
      hear(await openMicrophone())
    } catch (error) {
      setProblem(wordsOfMicrophone(error))
    }
  }
  const choose = (id: string) => {
    chooseDevice('microphone', id)
    setProblem(undefined)
    const said = (error: unknown) => setProblem(wordsOfMicrophone(error))
    void changeMicrophone().catch(said)
    if (test) openMicrophone().then(hear, said)
  }
  const stream = speaking ?? test
  return (
    <div className="flex flex-col gap-3">
      <Choice label={t('inMicrophone')} devices={microphones} value={chosen.microphone} onChange={choose} />
      <div className="flex items-center gap-3">
        {!speaking && <Button onClick={() => void listen()}>{t(test ? 'testStop' : 'test')}</Button>}
        <Loudness stream={stream} label={t('testLevel')} />
      </div>
      {stream && <p className="text-muted">{t('testHint')}</p>}
      {CHOOSES_LOUDSPEAKER ? (
        <Choice
          label={t('outLoudspeaker')}
          devices={loudspeakers}
          value={chosen.loudspeaker}
          onChange={(id) => chooseDevice('loudspeaker', id)}
        />
      ) : (
        <p className="text-muted">{t('noChoice')}</p>
      )}
      <Button className="self-start" icon={<Volume2Icon />} onClick={() => void testTone(chosen.loudspeaker)}>
        {t('testSound')}
      </Button>
      <div role="alert" className="empty:hidden">
        {problem && <Notice tone="bad">{problem}</Notice>}
      </div>
    </div>
  )
}

interface ChoiceProps {
  label: string
  devices: readonly MediaDeviceInfo[]
  value: string
  onChange: (id: string) => void
}

function Choice({ label, devices, value, onChange }: ChoiceProps) {
  const { t } = useTranslation('call')
  const id = useId()
  // "default" is what the first line says; without leave devices have neither names nor ids.
  const known = devices.filter(({ deviceId, label: name }) => deviceId !== '' && deviceId !== 'default' && name !== '')
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        id={id}
        value={known.some(({ deviceId }) => deviceId === value) ? value : ''}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 w-full rounded-control border border-edge/55 bg-surface px-2 outline-none focus:border-accent focus:ring-3 focus:ring-soft pointer-coarse:h-10"
      >
        <option value="">{t('asSystem')}</option>
        {known.map(({ deviceId, label: name }) => (
          <option key={deviceId} value={deviceId}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}

// With leave for the microphone the devices get their names.
function useDevices(after: MediaStream | undefined): readonly MediaDeviceInfo[] {
  const [all, setAll] = useState<readonly MediaDeviceInfo[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: leave may have been given
  useEffect(() => {
    const from = navigator.mediaDevices
    if (!from) return
    const look = () => void from.enumerateDevices().then(setAll, () => {})
    look()
    from.addEventListener('devicechange', look)
    return () => from.removeEventListener('devicechange', look)
  }, [after])
  return all
}
