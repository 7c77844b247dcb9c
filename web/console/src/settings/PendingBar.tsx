import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Notice } from '../conversation/Notice'
import { Button } from '../ui/Button'
import { Confirm } from '../ui/Confirm'

/** PendingBar says that changes are not saved yet, with Save and Discard, asks before they are left behind, and says what
 * came of saving. */
export function PendingBar(props: {
  pending: number
  blocked?: boolean
  saving: boolean
  outcome: true | string | undefined
  onSave: () => void
  onDiscard: () => void
}) {
  const { t } = useTranslation('settings')
  const { pending, outcome } = props
  const leaving = useBlocker({ shouldBlockFn: () => pending > 0, enableBeforeUnload: () => pending > 0, withResolver: true })
  return (
    <div
      data-pending={pending > 0 || undefined}
      className={
        pending > 0
          ? 'sticky bottom-0 z-10 -mx-2 mt-2 flex flex-wrap items-center gap-2 rounded-xl border border-waiting bg-surface px-4 py-3 shadow-float'
          : 'mt-2 min-h-6'
      }
    >
      <div role="status" className="flex-1">
        {typeof outcome === 'string' ? (
          <Notice tone="bad">{t('failed', { detail: outcome })}</Notice>
        ) : pending > 0 ? (
          <Notice tone="waiting">{t('pending', { count: pending })}</Notice>
        ) : (
          outcome && <Notice tone="ok">{t('saved')}</Notice>
        )}
      </div>
      {pending > 0 && (
        <>
          <Button kind="quiet" onClick={props.onDiscard} disabled={props.saving}>
            {t('discard')}
          </Button>
          <Button kind="primary" onClick={props.onSave} disabled={props.saving || props.blocked}>
            {props.saving ? t('saving') : t('save')}
          </Button>
        </>
      )}
      <Confirm
        open={leaving.status === 'blocked'}
        title={t('leave')}
        text={t('leaveExplain')}
        confirm={t('leaveGo')}
        cancel={t('leaveStay')}
        danger
        onAnswer={(yes) => (yes ? leaving.proceed?.() : leaving.reset?.())}
      />
    </div>
  )
}
