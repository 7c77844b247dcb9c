import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Tabs } from '../ui/Tabs'
import { General } from './General'
import { LiveCommunication } from './LiveCommunication'
import { Messages } from './Messages'
import { OpenProfiles } from './OpenProfiles'
import { ProfileHeader } from './ProfileHeader'
import { closeProfile, type ProfileTab, showProfile, useProfiles, useVisitName } from './profiles'

/** ProfilePanel shows the profiles that are open, one at a time; with several, a row of tabs leads from one to the other. */
export function ProfilePanel() {
  const { t } = useTranslation('profile')
  const { open, active } = useProfiles()
  const shown = open.find(({ visit }) => visit.id === active) ?? open.at(-1)
  if (!shown) return null
  return (
    <aside aria-label={t('panel')} className="flex h-full min-h-0 flex-col bg-surface">
      {open.length > 1 && <OpenProfiles visits={open.map(({ visit }) => visit)} active={shown.visit.id} />}
      <Profile key={shown.visit.id} visit={shown.visit} tab={shown.tab} />
    </aside>
  )
}

function Profile({ visit, tab }: { visit: Schemas['Visit']; tab: ProfileTab }) {
  const { t } = useTranslation('profile')
  const name = useVisitName(visit)
  return (
    <section data-profile aria-label={t('profileOf', { name })} className="flex min-h-0 flex-1 flex-col">
      <ProfileHeader visit={visit} name={name} onClose={() => closeProfile(visit.id)} />
      <Tabs
        label={t('profileOf', { name })}
        value={tab}
        onChange={(next) => void showProfile(visit.id, next)}
        tabs={[
          { value: 'general', label: t('general'), panel: <General visit={visit} name={name} /> },
          { value: 'live', label: t('live'), panel: <LiveCommunication visit={visit} name={name} /> },
          { value: 'messages', label: t('messages'), panel: <Messages visit={visit} name={name} /> },
        ]}
      />
    </section>
  )
}
