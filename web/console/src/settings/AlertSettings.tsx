import { useStore } from '@nanostores/react'
import { Volume2Icon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $alerts, type AlertName, switchAlert } from '../alert/choice'
import { askDesktopLeave, desktopLeave } from '../alert/desktop'
import { play, type Sound } from '../alert/sounds'
import { Notice } from '../conversation/Notice'
import { Button } from '../ui/Button'
import { AlertEmails } from './AlertEmails'
import { PushSettings } from './PushSettings'
import { Section } from './Section'
import { Tick } from './Tick'

const SOUNDS: readonly Sound[] = ['request', 'message', 'visitor']

/** AlertSettings switches what calls this operator in this browser (ALT-1); each choice holds at once. */
export function AlertSettings({ me }: { me: Schemas['Operator'] }) {
  const { t } = useTranslation('settings')
  return (
    <div className="flex flex-col gap-8">
      <p className="text-muted">{t('alert.hint')}</p>
      <Section title={t('alert.sounds')} hint={t('alert.soundsHint')}>
        <ul className="divide-y divide-line rounded-window border border-line">
          {SOUNDS.map((sound) => (
            <li key={sound} className="flex items-center gap-3 px-3.5 py-2.5">
              <Choice name={sound} label={t(`alert.${sound}`)} hint={sound === 'request' ? t('alert.requestHint') : undefined} />
              <Button
                kind="quiet"
                icon={<Volume2Icon />}
                aria-label={t('alert.listenTo', { name: t(`alert.${sound}`) })}
                onClick={() => play(sound)}
              >
                <span className="max-sm:sr-only">{t('alert.listen')}</span>
              </Button>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('alert.tab')}>
        <ul className="divide-y divide-line rounded-window border border-line">
          {(['title', 'icon'] as const).map((name) => (
            <li key={name} className="px-3.5 py-2.5">
              <Choice name={name} label={t(`alert.${name}`)} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('alert.desktop')}>
        <Desktop />
      </Section>
      <PushSettings me={me} />
      <AlertEmails me={me} />
    </div>
  )
}

function Desktop() {
  const { t } = useTranslation('settings')
  const [leave, setLeave] = useState(desktopLeave)
  const impossible = leave === 'missing' || leave === 'denied'
  const change = async (on: boolean) => {
    const now = on ? await askDesktopLeave() : leave
    setLeave(now)
    switchAlert('desktop', on && now === 'granted')
  }
  return (
    <>
      <div className="rounded-window border border-line px-3.5 py-2.5">
        <Choice
          name="desktop"
          label={t('alert.desktopSwitch')}
          hint={t('alert.desktopHint')}
          disabled={impossible}
          onChange={(on) => void change(on)}
        />
      </div>
      {impossible && (
        <div role="status">
          <Notice tone="waiting">{t(leave === 'denied' ? 'alert.desktopDenied' : 'alert.desktopMissing')}</Notice>
        </div>
      )}
    </>
  )
}

function Choice(props: { name: AlertName; label: string; hint?: string; disabled?: boolean; onChange?: (on: boolean) => void }) {
  const { name, disabled, onChange } = props
  const on = useStore($alerts)[name] && !disabled
  return <Tick {...props} checked={on} onChange={onChange ?? ((to) => switchAlert(name, to))} />
}
