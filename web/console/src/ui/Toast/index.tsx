import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { XIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../Button'
import { IconButton } from '../IconButton'
import { $toasts, closeToast } from './toasts'

export { toast } from './toasts'

/** Toasts shows the notices, above Save where something is pending; the shell mounts it once. They are read aloud politely and never take the focus. */
export function Toasts() {
  const { t } = useTranslation('ui')
  const toasts = useStore($toasts)
  return (
    <section
      aria-label={t('notices')}
      aria-live="polite"
      className="pointer-events-none fixed bottom-12 left-1/2 [body:has([data-pending])_&]:bottom-30 [body:has([data-pending])_&]:max-sm:bottom-42 z-50 flex w-[min(420px,calc(100vw-24px))] -translate-x-1/2 flex-col gap-2"
    >
      {toasts.map(({ id, text, tone, action }) => (
        <div
          key={id}
          className="pointer-events-auto flex items-center gap-2 rounded-window border border-line bg-surface py-2 pr-2 pl-3.5 shadow-float transition-opacity starting:opacity-0"
        >
          <span
            aria-hidden="true"
            className={clsx('size-2 shrink-0 rounded-full', { plain: 'bg-accent', ok: 'bg-ok', bad: 'bg-bad' }[tone])}
          />
          <p className="min-w-0 flex-1">{text}</p>
          {action && (
            <Button
              kind="quiet"
              onClick={() => {
                closeToast(id)
                action.run()
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton label={t('close')} icon={<XIcon />} onClick={() => closeToast(id)} />
        </div>
      ))}
    </section>
  )
}
