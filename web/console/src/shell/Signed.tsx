import { useStore } from '@nanostores/react'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import clsx from 'clsx'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { watchLeads } from '../alert/lead'
import { Blocking } from '../block/Blocking'
import { consoleCommands } from '../command/console'
import { PushPage } from '../conversation/PushPage'
import { MessageDialogHost } from '../invitation/MessageDialogHost'
import { IncomingRequest } from '../request/IncomingRequest'
import { useSettings } from '../settings/settings'
import { $connection, connect } from '../state/connection'
import { $pictured } from '../state/live'
import { isMonitor } from '../state/place'
import { openWindows } from '../state/windows'
import { Toasts } from '../ui/Toast'
import { Banners } from './Banners'
import { startDuty } from './duty'
import { Header } from './Header'
import { $palette } from './openPalette'
import { FoldedProfiles, ProfileDock } from './ProfileDock'
import { SigningOut } from './SigningOut'
import { Summary } from './Summary'
import { Opening } from './states'
import { useKeys } from './useKeys'
import { useMe } from './useMe'

const Palette = lazy(() => import('./Palette').then(({ Palette }) => ({ default: Palette })))

/** Signed is the frame of every page for an operator who is signed in: it keeps the line, and what stays when pages change. */
export function Signed() {
  const { t } = useTranslation('shell')
  const me = useMe()
  const operator = me && !me.needsSetup && !me.needsPassword ? me.operator.id : undefined
  const navigate = useNavigate()
  const old = useOldPicture()
  const palette = useWanted()
  const commands = useMemo(() => consoleCommands((to) => void navigate({ to })), [navigate])
  useKeys(commands)
  useSettings(operator !== undefined) // what a visitor without a name is called is one of them
  useEffect(() => {
    if (operator === undefined) return
    openWindows(operator)
    const stopDuty = startDuty(operator)
    const disconnect = connect(operator)
    return () => {
      disconnect()
      stopDuty()
    }
  }, [operator])
  useEffect(() => (operator === undefined ? undefined : watchLeads((place) => void navigate(place))), [operator, navigate])
  // On the way to the sign-in or the set-up page, the page behind must not begin to work.
  if (operator === undefined) return <Opening />
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#content"
        className="sr-only rounded-control bg-accent px-3 py-1.5 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {t('skip')}
      </a>
      <Banners />
      <Header commands={commands} />
      <div className="flex min-h-0 flex-1">
        <div className="relative flex min-h-0 min-w-0 flex-1">
          <div
            id="content"
            tabIndex={-1}
            className={clsx('relative min-h-0 min-w-0 flex-1 outline-none transition-[filter] duration-300', old && 'grayscale')}
          >
            <Outlet />
          </div>
          <IncomingRequest />
        </div>
        <ProfileDock />
      </div>
      <FoldedProfiles />
      <Summary />
      <MessageDialogHost />
      <PushPage />
      <Blocking />
      <SigningOut />
      <Suspense>{palette && <Palette commands={commands} />}</Suspense>
      <Toasts />
    </div>
  )
}

/** The monitor shows a picture that is not live (OPS-8); other pages don't live from the line. */
function useOldPicture(): boolean {
  const { pathname } = useLocation()
  const { state } = useStore($connection)
  const pictured = useStore($pictured)
  return pictured && state !== 'connected' && isMonitor(pathname)
}

/** The palette is loaded when it is first wanted, and then stays, so that it can close softly. */
function useWanted(): boolean {
  const open = useStore($palette)
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    if (open) setWanted(true)
  }, [open])
  return open || wanted
}
