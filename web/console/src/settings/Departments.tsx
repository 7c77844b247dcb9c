import clsx from 'clsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { api } from '../state/api'
import { TextField } from '../ui/Field'
import { useForm } from './form'
import { PendingBar } from './PendingBar'
import { Section } from './Section'
import { OPERATORS } from './settings'
import { Tick } from './Tick'

type Operator = Schemas['Operator']

/** Departments leads to each operator's name: department, operator, Operator name (S-13). For now all stand under No department. */
export function Departments({ operators, me }: { operators: readonly Operator[]; me: Operator }) {
  const { t } = useTranslation('settings')
  const [chosen, setChosen] = useState<string>()
  const operator = operators.find(({ id }) => id === chosen)
  return (
    <div className="flex flex-col gap-6">
      <Section title={t('dep.noDepartment')} hint={t('dep.hint')}>
        <ul className="flex flex-col gap-1">
          {operators.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                aria-expanded={one.id === chosen}
                onClick={() => setChosen(one.id === chosen ? undefined : one.id)}
                className={clsx(
                  'flex w-full items-center gap-3 rounded-lg border px-3 py-2 text-left outline-none hover:bg-sunk focus-visible:ring-3 focus-visible:ring-soft',
                  one.id === chosen ? 'border-accent' : 'border-line',
                )}
              >
                <span aria-hidden="true" className={clsx('size-2 shrink-0 rounded-full', one.online ? 'bg-ok' : 'bg-faint')} />
                <span className="min-w-0 flex-1">
                  <span className="font-medium">{one.name || one.login}</span>
                  {!one.name && <span className="text-muted"> · {t('dep.unnamed')}</span>}
                </span>
                <span className="text-right text-muted">
                  {[one.name && one.login, one.administrator && t('dep.administrator'), state(one, t)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </button>
              {operator?.id === one.id && (
                <div className="mt-2 mb-3 rounded-lg border border-line p-4">
                  <OperatorRecord key={one.id} operator={one} disabled={!me.administrator && me.id !== one.id} />
                </div>
              )}
            </li>
          ))}
        </ul>
      </Section>
      <p className="text-muted">
        {t('dep.add')} <code className="font-mono text-[12px] text-text">{t('dep.addCommand')}</code>
      </p>
    </div>
  )
}

function state(operator: Operator, t: (key: string) => string): string {
  if (operator.disabled) return t('dep.disabled')
  return operator.online ? t('dep.online') : t('dep.offline')
}

function OperatorRecord({ operator, disabled }: { operator: Operator; disabled: boolean }) {
  const { t } = useTranslation(['settings', 'voice'])
  const form = useForm<{ name: string; email: string; noCalls: boolean }>(
    { name: operator.name, email: operator.email ?? '', noCalls: operator.noCalls ?? false },
    () => ({}),
    (changes) => api.patch(`/operators/${operator.id}`, changes),
    [OPERATORS],
  )
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void form.save()
      }}
    >
      <TextField
        label={t('dep.operatorName')}
        hint={disabled ? t('administratorOnly') : t('gen.operatorNameHint')}
        value={form.value.name}
        maxLength={80}
        disabled={disabled}
        onChange={(name) => form.set({ name })}
        error={form.problems.name}
      />
      <TextField
        label={t('dep.email')}
        hint={t('dep.emailHint')}
        type="email"
        value={form.value.email}
        maxLength={254}
        disabled={disabled}
        onChange={(email) => form.set({ email: email.trim() })}
        error={form.problems.email}
      />
      <Tick
        label={t('voice:receiveOperator')}
        checked={!form.value.noCalls}
        disabled={disabled}
        onChange={(on) => form.set({ noCalls: !on })}
      />
      <PendingBar
        pending={form.pending}
        blocked={false}
        saving={form.saving}
        outcome={form.outcome}
        onSave={form.save}
        onDiscard={form.discard}
      />
    </form>
  )
}
