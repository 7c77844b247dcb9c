import { useStore } from '@nanostores/react'
import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { Opening, Unreachable } from '../shell/states'
import { ChoosePassword } from '../signin/ChoosePassword'
import { $session } from '../state/session'
import { placeFor } from './place'

/** Entrance lets those in who are signed in, and leads the others to where they belong: sign-in, password, set-up. */
export function Entrance() {
  const session = useStore($session)
  const location = useLocation()
  const { back } = location.search as { back?: string }
  const place = placeFor(session, location.pathname.replace(/^\/console/, ''), back)
  switch (place.is) {
    case 'here':
      return <Outlet />
    case 'waiting':
      return <Opening />
    case 'unreachable':
      return <Unreachable />
    case 'choose-password':
      return <ChoosePassword />
    case 'elsewhere':
      return <Navigate to={place.to} search={place.search} replace />
    default:
      return place satisfies never
  }
}
