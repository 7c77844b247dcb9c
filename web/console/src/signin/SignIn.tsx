import { useStore } from '@nanostores/react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { wordsOf } from '../state/api'
import { $session, signIn } from '../state/session'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { Card, Told } from './Card'
import { $linkProblem } from './once'

/** SignIn asks for login and password (ADM-1). Who is signed in is led on by the entrance. */
export function SignIn() {
  const { t } = useTranslation('signin')
  const session = useStore($session)
  const expired = session.state === 'out' && session.expired
  return (
    <Card title={t('title')} intro={t('intro', { host: location.host })}>
      {expired && (
        <p role="status" className="mb-4 rounded-control bg-waiting-soft px-3 py-2 text-waiting">
          {t('expired')}
        </p>
      )}
      <LinkProblem />
      <Form />
      <NoPassword />
    </Card>
  )
}

function LinkProblem() {
  const { t } = useTranslation('signin')
  const detail = useStore($linkProblem)
  if (detail === undefined) return null
  return (
    <div role="alert" className="mb-4 rounded-control bg-waiting-soft px-3 py-2">
      <p className="font-medium text-waiting">{t('link', { detail })}</p>
      <p className="mt-1">
        {t('linkMore')} <code className="font-mono text-[12px] whitespace-nowrap">beckon operator reset NAME</code>
      </p>
    </div>
  )
}

/** NoPassword helps on who comes before set-up, or has forgotten the password: here nothing says which of the two it is. */
function NoPassword() {
  const { t } = useTranslation('signin')
  if (useStore($linkProblem) !== undefined) return null
  return (
    <div className="mt-5 border-line border-t pt-4 text-[12px] text-muted">
      <p>{t('firstTime')}</p>
      <p className="mt-1.5">
        {t('another')} <code className="font-mono whitespace-nowrap text-text">beckon operator reset NAME</code>
      </p>
    </div>
  )
}

function Form() {
  const { t } = useTranslation('signin')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (login.trim() === '' || password === '') return setProblem(t('empty'))
    setBusy(true)
    setProblem(undefined)
    $linkProblem.set(undefined)
    try {
      await signIn(login.trim(), password)
    } catch (error) {
      setProblem(wordsOf(error))
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3.5">
      <TextField
        label={t('login')}
        value={login}
        onChange={setLogin}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        required
      />
      <TextField
        label={t('password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        required
      />
      <Told>{problem}</Told>
      <Button kind="primary" type="submit" aria-disabled={busy} className="mt-1 h-9">
        {t(busy ? 'busy' : 'submit')}
      </Button>
    </form>
  )
}
