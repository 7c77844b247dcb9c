import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { useMe } from '../shell/useMe'
import { Card, Told } from '../signin/Card'
import { api, Refusal, wordsOf } from '../state/api'
import { refreshMe } from '../state/session'
import { Button } from '../ui/Button'
import { TextArea, TextField } from '../ui/Field'
import { type Answers, missingIn, originsIn } from './answers'
import { ModeChoice } from './ModeChoice'

type Texts = Exclude<keyof Answers, 'mode'>

/** SetUp is the first step at first start: who answers, which site, and its privacy mode, of which none is chosen beforehand (PRV-1). */
export function SetUp() {
  const { t } = useTranslation('setup')
  const form = useAnswers()
  const field = (name: Texts) => ({
    label: t(name),
    value: form.answers[name],
    error: form.problems[name],
    onChange: (text: string) => form.change({ [name]: text }),
  })
  return (
    <Card wide title={t('title')} intro={t('intro')}>
      <form onSubmit={form.save} noValidate className="flex flex-col gap-6">
        <Part title={t('you')}>
          <TextField {...field('operatorName')} hint={t('operatorNameHint')} autoComplete="name" maxLength={80} autoFocus />
          <div className="grid gap-3.5 sm:grid-cols-2">
            <TextField
              {...field('login')}
              hint={t('loginHint')}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
            />
            <TextField {...field('password')} hint={t('passwordHint')} type="password" autoComplete="new-password" />
          </div>
        </Part>
        <Part title={t('site')}>
          <TextField {...field('siteName')} hint={t('siteNameHint')} maxLength={80} autoComplete="organization" />
          <TextArea
            {...field('origins')}
            hint={t('originsHint')}
            rows={2}
            placeholder="https://shop.example"
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Part>
        <ModeChoice mode={form.answers.mode} error={form.problems.mode} onChange={(mode) => form.change({ mode })} />
        <div className="flex flex-col gap-3">
          <Told>{form.outcome}</Told>
          <div>
            <Button kind="primary" type="submit" aria-disabled={form.busy}>
              {t('save')}
            </Button>
          </div>
        </div>
      </form>
    </Card>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-3.5">
      <legend className="mb-3 font-semibold text-[15px]">{title}</legend>
      {children}
    </fieldset>
  )
}

function useAnswers() {
  const { t } = useTranslation('setup')
  const navigate = useNavigate()
  const operator = useMe()?.operator
  const [answers, setAnswers] = useState<Answers>({
    operatorName: operator?.name ?? '',
    login: operator?.login ?? '',
    password: '',
    siteName: '',
    origins: '',
  })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Record<string, string>>({})
  const [outcome, setOutcome] = useState<string>()
  const missing = missingIn(answers)
  const problems: Partial<Record<keyof Answers, string>> = { ...refused }
  for (const name of Object.keys(missing) as (keyof Answers)[]) {
    const what = missing[name]
    if (tried && what) problems[name] = t(what.key, { line: what.line })
  }
  const change = (part: Partial<Answers>) => {
    setAnswers({ ...answers, ...part })
    setRefused({})
    setOutcome(undefined)
  }
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    const form = event.currentTarget
    requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus())
    const { mode, ...texts } = answers
    const origins = originsIn(answers.origins)
    if (busy || Object.keys(missing).length > 0 || !mode || !origins) return
    setBusy(true)
    try {
      await api.post<Schemas['Me']>('/setup', { ...texts, mode, origins })
      await refreshMe()
      // What comes next is the snippet.
      await navigate({ to: '/settings/$page', params: { page: 'site' } })
    } catch (error) {
      if (error instanceof Refusal && error.fields) setRefused(error.fields)
      setOutcome(t('failed', { detail: wordsOf(error) }))
      setBusy(false)
    }
  }
  return { answers, problems, outcome, busy, change, save }
}
