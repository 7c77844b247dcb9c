import { getRouteApi, Navigate } from '@tanstack/react-router'
import { SETTINGS_PAGES, SettingsPage } from '../settings/SettingsPage'
import { useMe } from '../shell/useMe'

const route = getRouteApi('/signed/settings/$page')

/** SettingsRoute shows the page of Settings that the address names. */
export function SettingsRoute() {
  const { page } = route.useParams()
  const me = useMe()
  const known = SETTINGS_PAGES.find((one) => one === page)
  if (!known) return <Navigate to="/settings/$page" params={{ page: 'general' }} replace />
  return me && <SettingsPage page={known} me={me} />
}
