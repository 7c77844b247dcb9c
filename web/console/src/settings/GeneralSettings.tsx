import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { codePoints, isBlank, MESSAGE_LIMIT } from '../conversation/text'
import { VARIABLES } from '../conversation/variables'
import { Preview } from '../invitation/Preview'
import { api } from '../state/api'
import { TextArea, TextField } from '../ui/Field'
import { type Form, useForm } from './form'
import { PendingBar } from './PendingBar'
import { Section } from './Section'
import { OPERATORS, SETTINGS } from './settings'
import { GENERAL_TIMES, isTime, TimeSetting } from './TimeSetting'

type General = Schemas['Settings'] & { operatorName: string }

const NAME_LIMIT = 80

/** GeneralSettings edits what holds for the whole installation; with one operator also his name (S-12). */
export function GeneralSettings(props: {
  settings: Schemas['Settings']
  operators: readonly Schemas['Operator'][]
  me: Schemas['Operator']
}) {
  const { t } = useTranslation('settings')
  const only = props.operators.length === 1 ? props.operators[0] : undefined
  const problemsOf = (value: General) => {
    const problems: Record<string, string> = {}
    if (isBlank(value.defaultInvitation)) problems.defaultInvitation = t('gen.empty')
    const over = codePoints(value.defaultInvitation) - MESSAGE_LIMIT
    if (over > 0) problems.defaultInvitation = t('gen.tooLong', { count: over })
    if (isBlank(value.defaultVisitorName)) problems.defaultVisitorName = t('gen.empty')
    for (const field of GENERAL_TIMES) if (!isTime(field, value[field])) problems[field] = t('time.invalid')
    return problems
  }
  const store = async ({ operatorName, ...changes }: Partial<General>) => {
    if (operatorName !== undefined && only) await api.patch(`/operators/${only.id}`, { name: operatorName })
    if (Object.keys(changes).length > 0) await api.put('/settings', { ...props.settings, ...changes })
  }
  const form = useForm<General>({ ...props.settings, operatorName: only?.name ?? '' }, problemsOf, store, [SETTINGS, OPERATORS])
  const admin = props.me.administrator

  return (
    <form
      className="flex flex-col gap-8"
      onSubmit={(event) => {
        event.preventDefault()
        void form.save()
      }}
    >
      {!admin && <p className="text-muted">{t('administratorOnly')}</p>}
      <Section title={t('gen.you')}>
        {only ? (
          <TextField
            label={t('gen.operatorName')}
            hint={t('gen.operatorNameHint')}
            value={form.value.operatorName}
            maxLength={NAME_LIMIT}
            onChange={(operatorName) => form.set({ operatorName })}
            error={form.problems.name}
          />
        ) : (
          <p className="text-muted">
            {t('gen.moreOperators')}{' '}
            <Link to="/settings/$page" params={{ page: 'departments' }} className="text-accent underline">
              {t('gen.moreOperatorsLink')}
            </Link>
            .
          </p>
        )}
      </Section>
      <Invitation form={form} name={only ? form.value.operatorName : props.me.name} disabled={!admin} />
      <Section title={t('gen.visitors')}>
        <TextField
          label={t('gen.defaultVisitorName')}
          hint={t('gen.defaultVisitorNameHint')}
          value={form.value.defaultVisitorName}
          maxLength={NAME_LIMIT}
          disabled={!admin}
          onChange={(defaultVisitorName) => form.set({ defaultVisitorName })}
          error={form.problems.defaultVisitorName}
        />
      </Section>
      <Times form={form} disabled={!admin} />
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

function Invitation({ form, name, disabled }: { form: Form<General>; name: string; disabled: boolean }) {
  const { t } = useTranslation('settings')
  return (
    <Section title={t('gen.invitation')}>
      <TextArea
        label={t('gen.defaultInvitation')}
        hint={t('gen.defaultInvitationHint')}
        className="min-h-20"
        value={form.value.defaultInvitation}
        disabled={disabled}
        onChange={(defaultInvitation) => form.set({ defaultInvitation })}
        error={form.problems.defaultInvitation}
      />
      <Preview template={form.value.defaultInvitation} pending={{ name, visitor: form.value.defaultVisitorName }} />
      <div>
        <p className="mb-1 font-medium">{t('gen.variables')}</p>
        <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
          {VARIABLES.map((variable) => (
            <div key={variable} className="contents">
              <dt className="font-mono text-[12px]">{variable}</dt>
              <dd className="text-muted">{t(`gen.variable.${variable.slice(1, -1)}`)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Section>
  )
}

function Times({ form, disabled }: { form: Form<General>; disabled: boolean }) {
  const { t } = useTranslation('settings')
  return (
    <Section title={t('gen.times')}>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {GENERAL_TIMES.map((field) => (
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
