import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { agoOf, dateAndTimeOf } from '../conversation/moment'
import { Notice } from '../conversation/Notice'
import { api, queries, wordsOf } from '../state/api'
import { serverNow } from '../state/clock'
import { refreshMe } from '../state/session'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { Section } from './Section'
import { ME, SESSIONS } from './settings'

const SHORTEST = 10

/** Account changes the operator's own password and lists where he is signed in. */
export function Account({ me }: { me: Schemas['Operator'] }) {
  const { t } = useTranslation('settings')
  return (
    <div className="flex flex-col gap-8">
      <Section title={t('acc.password')} hint={t('acc.hint')}>
        <PasswordForm login={me.login} />
      </Section>
      <Section title={t('acc.sessions')} hint={t('acc.sessionsHint')}>
        <Sessions />
      </Section>
    </div>
  )
}

// Frames about operators don't tell who has a password; the session does.
function PasswordForm({ login }: { login: string }) {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useQuery({ queryKey: ME, queryFn: () => api.get<Schemas['Me']>('/session') })
  if (data) return <Password hasPassword={data.operator.hasPassword} login={login} />
  if (!error) return <p className="text-muted">{t('loading')}</p>
  return (
    <div role="alert" className="flex flex-col items-start gap-3">
      <p className="text-bad">{t('loadFailed', { detail: wordsOf(error) })}</p>
      <Button onClick={() => void refetch()}>{t('again')}</Button>
    </div>
  )
}

function Password({ hasPassword, login }: { hasPassword: boolean; login: string }) {
  const { t } = useTranslation('settings')
  const [typed, setTyped] = useState({ current: '', password: '', again: '' })
  const [tried, setTried] = useState(false)
  const [saving, setSaving] = useState(false)
  const [outcome, setOutcome] = useState<true | string>()
  const problems = {
    current: hasPassword && typed.current === '' ? t('acc.currentMissing') : undefined,
    password: [...typed.password].length < SHORTEST ? t('acc.short') : undefined,
    again: typed.again !== typed.password ? t('acc.different') : undefined,
  }
  const change = (part: Partial<typeof typed>) => {
    setTyped({ ...typed, ...part })
    setOutcome(undefined)
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (saving || Object.values(problems).some(Boolean)) return
    setSaving(true)
    try {
      const body = hasPassword ? { current: typed.current, password: typed.password } : { password: typed.password }
      await api.put('/session/password', body)
      setTyped({ current: '', password: '', again: '' })
      setTried(false)
      setOutcome(true)
      await Promise.all([
        refreshMe(),
        queries.invalidateQueries({ queryKey: ME }),
        queries.invalidateQueries({ queryKey: SESSIONS }),
      ])
    } catch (error) {
      setOutcome(wordsOf(error))
    }
    setSaving(false)
  }
  const field = (name: keyof typeof typed, label: string, autoComplete: string) => (
    <TextField
      type="password"
      label={label}
      value={typed[name]}
      autoComplete={autoComplete}
      onChange={(text) => change({ [name]: text })}
      error={tried ? problems[name] : undefined}
    />
  )
  return (
    <form onSubmit={save} className="flex max-w-sm flex-col gap-3">
      <input type="text" autoComplete="username" value={login} readOnly hidden />
      {hasPassword && field('current', t('acc.current'), 'current-password')}
      {field('password', t('acc.new'), 'new-password')}
      {field('again', t('acc.again'), 'new-password')}
      <div>
        <Button kind="primary" type="submit" disabled={saving}>
          {hasPassword ? t('acc.change') : t('acc.set')}
        </Button>
      </div>
      <div role="status">
        {outcome === true && <Notice tone="ok">{t('acc.changed')}</Notice>}
        {typeof outcome === 'string' && <Notice tone="bad">{t('acc.failed', { detail: outcome })}</Notice>}
      </div>
    </form>
  )
}

function Sessions() {
  const { t } = useTranslation('settings')
  const query = useQuery({ queryKey: SESSIONS, queryFn: () => api.get<Schemas['Session'][]>('/sessions') })
  const [problem, setProblem] = useState<string>()
  const end = async (session: Schemas['Session']) => {
    setProblem(undefined)
    try {
      await api.delete(`/sessions/${session.id}`)
      await query.refetch()
    } catch (error) {
      setProblem(wordsOf(error))
    }
  }
  if (query.isError && !query.data) return <p className="text-bad">{t('loadFailed', { detail: wordsOf(query.error) })}</p>
  const now = serverNow()
  return (
    <>
      <ul className="flex flex-col gap-1">
        {query.data?.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                {session.agent} {session.current && <span className="font-normal text-muted">· {t('acc.current_session')}</span>}
              </p>
              <p className="text-muted">
                {session.address} · {t('acc.since', { time: dateAndTimeOf(session.created, now) })} ·{' '}
                {t('acc.lastSeen', { ago: agoOf(session.lastSeen, now) })}
              </p>
            </div>
            {!session.current && (
              <Button aria-label={t('acc.endOf', { agent: session.agent })} onClick={() => end(session)}>
                {t('acc.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p role="alert" className="text-bad empty:hidden">
        {problem && t('acc.endFailed', { detail: problem })}
      </p>
    </>
  )
}
