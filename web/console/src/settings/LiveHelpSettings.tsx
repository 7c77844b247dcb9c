import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Notice } from '../conversation/Notice'
import { api } from '../state/api'
import { type Form, useForm } from './form'
import { HoursEditor } from './HoursEditor'
import { hoursHold } from './hours'
import { isCount, NumberSetting } from './NumberSetting'
import { PendingBar } from './PendingBar'
import { RadioChoice } from './RadioChoice'
import { Section } from './Section'
import { SETTINGS } from './settings'
import { isTime, LIVE_HELP_TIMES, TimeSetting } from './TimeSetting'

type Settings = Schemas['Settings']

const ROUTES = ['first-available', 'least-busy', 'round-robin', 'ring-all'] as const
const MOST = { maxChats: 20, queueLength: 1000, messageLength: 4000, maxFile: 100 } as const
const LIMITS = Object.keys(MOST) as (keyof typeof MOST)[]

/** LiveHelpSettings edits how chat requests reach operators, and when they are taken (COM-2, COM-5, COM-6, COM-7). */
export function LiveHelpSettings({ settings, me }: { settings: Settings; me: Schemas['Operator'] }) {
  const { t } = useTranslation('settings')
  const problemsOf = (value: Settings) => {
    const problems: Record<string, string> = {}
    for (const field of LIVE_HELP_TIMES) if (!isTime(field, value[field])) problems[field] = t('time.invalid')
    for (const field of LIMITS)
      if (!isCount(value[field], MOST[field])) problems[field] = t('live.number', { least: 1, most: MOST[field] })
    if (value.hours.limited && !hoursHold(value.hours)) problems.hours = ''
    return problems
  }
  const form = useForm<Settings>(settings, problemsOf, (changes) => api.put('/settings', sent(settings, changes)), [SETTINGS])
  const disabled = !me.administrator
  const refused = form.problems.hours

  return (
    <form
      className="flex flex-col gap-8"
      onSubmit={(event) => {
        event.preventDefault()
        void form.save()
      }}
    >
      <p className="text-muted">{disabled ? t('administratorOnly') : t('live.hint')}</p>
      <Routing form={form} disabled={disabled} />
      <Times form={form} disabled={disabled} />
      <Limits form={form} disabled={disabled} />
      <Section title={t('live.hours')} hint={t('live.hoursHint')}>
        {refused && <Notice tone="bad">{refused}</Notice>}
        <HoursEditor
          hours={form.value.hours}
          stored={settings.hours}
          disabled={disabled}
          onChange={(hours) => form.set({ hours })}
        />
      </Section>
      <PendingBar
        pending={form.pending}
        blocked={Object.keys(form.problems).length > 0}
        saving={form.saving}
        outcome={form.outcome}
        onSave={form.save}
        onDiscard={form.discard}
      />
    </form>
  )
}

// Hours that are not shown are not looked through: those that were edited before they were put away, and do not hold, stay as they are stored.
function sent(stored: Settings, changes: Partial<Settings>): Settings {
  const { hours } = changes
  const hidden = hours && !hours.limited && !hoursHold(hours)
  return { ...stored, ...changes, ...(hidden && { hours: { ...stored.hours, limited: false } }) }
}

interface Part {
  form: Form<Settings>
  disabled: boolean
}

function Routing({ form, disabled }: Part) {
  const { t } = useTranslation('settings')
  return (
    <Section title={t('live.routing')} hint={t('live.routingHint')}>
      <RadioChoice
        label={t('live.routing')}
        value={form.value.routing}
        disabled={disabled}
        choices={ROUTES.map((value) => ({ value, label: t(`live.routes.${value}`), hint: t(`live.routes.${value}Hint`) }))}
        onChange={(routing) => form.set({ routing })}
      />
    </Section>
  )
}

function Times({ form, disabled }: Part) {
  const { t } = useTranslation('settings')
  return (
    <Section title={t('live.times')}>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {LIVE_HELP_TIMES.map((field) => (
          <TimeSetting
            key={field}
            field={field}
            seconds={form.value[field]}
            disabled={disabled}
            onChange={(seconds) => form.set({ [field]: seconds })}
            refused={form.problems[field]}
          />
        ))}
      </div>
    </Section>
  )
}

function Limits({ form, disabled }: Part) {
  const { t } = useTranslation('settings')
  return (
    <Section title={t('live.limits')}>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {LIMITS.map((field) => (
          <NumberSetting
            key={field}
            label={t(`live.${field}`)}
            hint={t(`live.${field}Hint`)}
            value={form.value[field]}
            most={MOST[field]}
            disabled={disabled}
            onChange={(value) => form.set({ [field]: value })}
            refused={form.problems[field]}
          />
        ))}
      </div>
    </Section>
  )
}
