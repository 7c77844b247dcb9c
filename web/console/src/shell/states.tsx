import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { askSession } from '../state/session'
import { BrandMark } from '../ui/BrandMark'
import { Button } from '../ui/Button'

const ASK_EVERY = 3000

/** Alone is a screen with one thing on it, in the middle. */
function Alone({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <main className="flex h-full flex-col items-center justify-center gap-3 p-6 text-center">
      <BrandMark size={36} />
      <h1 className="font-[640] text-[16px]">{title}</h1>
      {children}
    </main>
  )
}

/** Opening stands while the console finds out who is signed in, and while a page of it comes. */
export function Opening() {
  const { t } = useTranslation('shell')
  return (
    <div role="status" className="flex h-full animate-appear items-center justify-center gap-2 text-muted">
      <BrandMark />
      {t('loading')}
    </div>
  )
}

/** Unreachable stands when the server does not answer at first; it asks again by itself. */
export function Unreachable() {
  const { t } = useTranslation('shell')
  useEffect(() => {
    const timer = setInterval(() => void askSession(), ASK_EVERY)
    return () => clearInterval(timer)
  }, [])
  return (
    <Alone title={t('unreachable')}>
      <p role="status" className="text-muted">
        {t('unreachableMore')}
      </p>
      <Button onClick={() => void askSession()}>{t('again')}</Button>
    </Alone>
  )
}

/** NotFound stands where there is no page. */
export function NotFound() {
  const { t } = useTranslation('shell')
  return (
    <Alone title={t('notFound')}>
      <Link to="/" className="rounded-xs text-accent underline outline-none focus-visible:ring-2 focus-visible:ring-accent">
        {t('toMonitor')}
      </Link>
    </Alone>
  )
}

/** Broken stands where a part of the console failed; what was sent or typed is kept elsewhere. */
export function Broken() {
  const { t } = useTranslation('shell')
  return (
    <Alone title={t('broken')}>
      <p className="text-muted">{t('brokenMore')}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        {t('reload')}
      </Button>
    </Alone>
  )
}
