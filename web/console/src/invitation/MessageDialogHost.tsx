import { useStore } from '@nanostores/react'
import { computed } from 'nanostores'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { useMe, useVisitName } from '../profile/profiles'
import { useSettings } from '../settings/settings'
import { $visits } from '../state/live'
import { $profiles, showProfile } from '../state/profiles'
import { Dialog } from '../ui/Dialog'
import { sent } from './invite'
import { MessageDialog } from './MessageDialog'
import { $invitedTo, $messageDialog, closeMessageDialog } from './openMessageDialog'

// Of ten frames a second with thousands of visits only this one matters here.
const $composedFor = computed([$messageDialog, $visits], (id, visits) => (id === undefined ? undefined : visits[id]))

/** MessageDialogHost shows the message dialog while it is open for a visit. The shell mounts it once. */
export function MessageDialogHost() {
  const id = useStore($messageDialog)
  const visit = useVisit(id)
  if (!visit) return null
  // Another visit is another dialog: nothing composed for one visitor may ever reach the next.
  return <OneDialog key={visit.id} visit={visit} open={id === visit.id} />
}

// The visit as it stands now; one that went from the monitor stays as it was last known, and has left.
function useVisit(id: string | undefined): Schemas['Visit'] | undefined {
  const onMonitor = useStore($composedFor)
  const profiles = useStore($profiles)
  const [last, setLast] = useState<Schemas['Visit']>()
  const known = id === undefined ? undefined : (onMonitor ?? profiles.open.find(({ visit }) => visit.id === id)?.visit)
  useEffect(() => {
    if (known) setLast(known)
  }, [known])
  if (known) return known
  if (id === undefined) return last
  return last?.id === id ? { ...last, presence: 'left' } : undefined
}

function OneDialog({ visit, open }: { visit: Schemas['Visit']; open: boolean }) {
  const { t } = useTranslation('invitation')
  const name = useVisitName(visit)
  const me = useMe()
  const { data: settings } = useSettings()
  useFocusAfter(open)
  const kind = useStore($invitedTo)
  return (
    <Dialog
      open={open}
      title={t(kind === 'voice' ? 'titleVoice' : 'title', { name })}
      description={visit.title ? t('opens', { page: visit.title }) : t('opensSomewhere')}
      onClose={closeMessageDialog}
    >
      <MessageDialog
        visit={visit}
        name={name}
        me={me}
        kind={kind}
        defaultText={settings?.defaultInvitation ?? ''}
        onSent={(invitation) => {
          sent(invitation)
          closeMessageDialog()
          void showProfile(visit.id, 'live')
        }}
        onCancel={closeMessageDialog}
      />
    </Dialog>
  )
}

// What opened the dialog may be gone when it closes (a button that the sent invitation replaced): the profile takes the focus then.
function useFocusAfter(open: boolean): void {
  useEffect(() => {
    if (open) return
    const timer = setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return
      document.querySelector<HTMLElement>('[data-profile] [role="tab"][aria-selected="true"]')?.focus()
    }, 200)
    return () => clearTimeout(timer)
  }, [open])
}
