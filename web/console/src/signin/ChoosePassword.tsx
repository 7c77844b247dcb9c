import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../shell/useMe'
import { api, wordsOf } from '../state/api'
import { refreshMe, signOut } from '../state/session'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { Card, Told } from './Card'
import { isLongEnough } from './password'

/** ChoosePassword asks who came by a one-time link for the password of the next time. */
export function ChoosePassword() {
  const { t } = useTranslation('signin')
  const login = useMe()?.operator.login ?? ''
  const [typed, setTyped] = useState({ password: '', again: '' })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const wrong = {
    password: isLongEnough(typed.password) ? undefined : t('choose.short'),
    again: typed.again === typed.password ? undefined : t('choose.different'),
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (busy || wrong.password || wrong.again) return
    setBusy(true)
    try {
      await api.put('/session/password', { password: typed.password })
      await refreshMe()
    } catch (error) {
      setProblem(t('choose.failed', { detail: wordsOf(error) }))
      setBusy(false)
    }
  }
  return (
    <Card title={t('choose.title')} intro={t('choose.intro', { login })}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-3.5">
        <input type="text" autoComplete="username" value={login} readOnly hidden />
        <TextField
          label={t('choose.password')}
          hint={t('choose.hint')}
          error={tried ? wrong.password : undefined}
          type="password"
          value={typed.password}
          onChange={(password) => setTyped({ ...typed, password })}
          autoComplete="new-password"
          autoFocus
        />
        <TextField
          label={t('choose.again')}
          error={tried ? wrong.again : undefined}
          type="password"
          value={typed.again}
          onChange={(again) => setTyped({ ...typed, again })}
          autoComplete="new-password"
        />
        <Told>{problem}</Told>
        <div className="mt-1 flex justify-between">
          <Button kind="primary" type="submit" aria-disabled={busy}>
            {t('choose.submit')}
          </Button>
          <Button kind="quiet" onClick={() => void signOut().catch((error) => setProblem(wordsOf(error)))}>
            {t('choose.signOut')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
