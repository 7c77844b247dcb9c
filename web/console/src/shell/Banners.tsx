import { useStore } from '@nanostores/react'
import { LockOpenIcon, RotateCwIcon, XIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { $outdated } from '../state/connection'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { useMe } from './useMe'

const HIDDEN = 'beckon.plain'

/** Banners say above everything what the operator must not overlook. */
export function Banners() {
  const me = useMe()
  const outdated = useStore($outdated)
  return (
    <>
      {outdated && <Outdated />}
      {me && !me.encrypted && <NotEncrypted session={me.session} />}
    </>
  )
}

function Outdated() {
  const { t } = useTranslation('shell')
  return (
    <Banner icon={<RotateCwIcon />}>
      {t('outdated')}
      <Button onClick={() => location.reload()}>{t('reload')}</Button>
    </Banner>
  )
}

/** On the machine itself nobody can read along: there it can be put away until the next sign-in (OPS-2). */
function NotEncrypted({ session }: { session: string }) {
  const { t } = useTranslation('shell')
  const [hidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) === session)
  const here = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname)
  if (here && hidden) return null
  const hide = () => {
    localStorage.setItem(HIDDEN, session)
    setHidden(true)
  }
  return (
    <Banner icon={<LockOpenIcon />}>
      <span className="min-w-0 flex-1">{t(here ? 'notEncryptedHere' : 'notEncrypted')}</span>
      {here && <IconButton label={t('dismiss')} icon={<XIcon />} onClick={hide} />}
    </Banner>
  )
}

function Banner({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div
      role="status"
      className="flex min-h-9 shrink-0 items-center gap-2 border-line border-b bg-waiting-soft px-4 py-0.5 text-waiting [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {icon}
      {children}
    </div>
  )
}
