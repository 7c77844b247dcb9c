import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { isBlank } from '../conversation/text'
import { api } from '../state/api'
import { TextField } from '../ui/Field'
import { EmailQueue } from './EmailQueue'
import { EmailTest } from './EmailTest'
import { changeOf, type Edited, MAIL, withTLS } from './email'
import { type Form, useForm } from './form'
import { PendingBar } from './PendingBar'
import { Section } from './Section'

/** EmailSettings says which mail server sends for Beckon and as whom, tries it, and shows what was not sent (MAI-1). */
export function EmailSettings({ settings, me }: { settings: Schemas['MailSettings']; me: Schemas['Operator'] }) {
  const { t } = useTranslation('email')
  const { hasPassword, ...rest } = settings
  const stored: Edited = { ...rest, password: '' }
  const problemsOf = (value: Edited) => {
    const problems: Record<string, string> = {}
    if (!(Number.isInteger(value.port) && value.port >= 1 && value.port <= 65_535)) problems.port = t('noPort')
    if (value.host !== '' && isBlank(value.fromAddress)) problems.fromAddress = t('noSender')
    if (value.user !== '' && value.tls === 'none') problems.user = t('openPassword')
    if (isBlank(value.transcriptSubject)) problems.transcriptSubject = t('noSubject')
    return problems
  }
  const store = (changes: Partial<Edited>) => api.put('/mail/settings', changeOf({ ...stored, ...changes }))
  const form = useForm<Edited>(stored, problemsOf, store, [MAIL])

  return (
    <div className="flex flex-col gap-8">
      <form
        noValidate
        className="flex flex-col gap-8"
        onSubmit={(event) => {
          event.preventDefault()
          void form.save()
        }}
      >
        <Server form={form} hasPassword={hasPassword} />
        <Section title={t('sender')} hint={t('senderHint')}>
          <TextField
            label={t('fromAddress')}
            type="email"
            value={form.value.fromAddress}
            maxLength={254}
            onChange={(fromAddress) => form.set({ fromAddress })}
            error={form.problems.fromAddress}
          />
          <TextField
            label={t('fromName')}
            value={form.value.fromName}
            maxLength={80}
            onChange={(fromName) => form.set({ fromName })}
            error={form.problems.fromName}
          />
        </Section>
        <Section title={t('transcripts')}>
          <TextField
            label={t('transcriptSubject')}
            hint={t('transcriptSubjectHint')}
            value={form.value.transcriptSubject}
            maxLength={200}
            onChange={(transcriptSubject) => form.set({ transcriptSubject })}
            error={form.problems.transcriptSubject}
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
      <EmailTest pending={form.pending > 0} ready={settings.host !== ''} address={me.email} />
      <EmailQueue />
    </div>
  )
}

function Server({ form, hasPassword }: { form: Form<Edited>; hasPassword: boolean }) {
  const { t } = useTranslation('email')
  const tls = useId()
  const { value, problems, set } = form
  return (
    <Section title={t('server')} hint={t('serverHint')}>
      <TextField
        label={t('host')}
        placeholder="mail.shop.example"
        value={value.host}
        maxLength={253}
        autoComplete="off"
        spellCheck={false}
        onChange={(host) => set({ host: host.trim() })}
        error={problems.host}
      />
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-[1fr_8rem]">
        <div className="flex flex-col gap-1">
          <label htmlFor={tls} className="font-medium">
            {t('encryption')}
          </label>
          <select
            id={tls}
            value={value.tls}
            onChange={(event) => set(withTLS(value, event.target.value as Edited['tls']))}
            className="h-8 rounded-control border border-edge/55 bg-surface px-2 outline-none focus:border-accent focus:ring-3 focus:ring-soft pointer-coarse:h-10"
          >
            {(['starttls', 'tls', 'none'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`tls.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <TextField
          label={t('port')}
          inputMode="numeric"
          value={Number.isNaN(value.port) ? '' : String(value.port)}
          maxLength={5}
          onChange={(port) => set({ port: /^\d+$/.test(port) ? Number(port) : Number.NaN })}
          error={problems.port}
        />
      </div>
      <TextField
        label={t('user')}
        hint={t('userHint')}
        value={value.user}
        maxLength={256}
        autoComplete="off"
        spellCheck={false}
        onChange={(user) => set({ user })}
        error={problems.user}
      />
      <TextField
        label={t('password')}
        hint={hasPassword ? t('passwordKept') : undefined}
        type="password"
        placeholder={hasPassword ? '••••••••' : undefined}
        value={value.password}
        maxLength={512}
        autoComplete="new-password"
        disabled={value.user === ''}
        onChange={(password) => set({ password })}
        error={problems.password}
      />
    </Section>
  )
}
