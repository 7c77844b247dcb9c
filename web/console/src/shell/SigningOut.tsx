import { useStore } from '@nanostores/react'
import { useTranslation } from 'react-i18next'
import { $myCalls } from '../call/standing'
import { $signingOut, answerSignOut } from '../command/signOut'
import { $mine } from '../state/live'
import { Confirm } from '../ui/Confirm'

/** SigningOut asks before an operator with open chats signs out: they go back to the queue. */
export function SigningOut() {
  const { t } = useTranslation('shell')
  const open = useStore($signingOut)
  const chats = useStore($mine).length
  const calls = useStore($myCalls).length > 0
  return (
    <Confirm
      open={open}
      title={t('signOut')}
      text={`${t('signOutChats', { count: chats })} ${calls ? t('signOutCall') : ''}`.trim()}
      confirm={t('signOutYes')}
      cancel={t('signOutNo')}
      onAnswer={(yes) => void answerSignOut(yes)}
    />
  )
}
