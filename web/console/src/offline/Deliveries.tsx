import { CheckIcon, CircleAlertIcon, ClockIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'

const SIGNS = {
  sent: { icon: CheckIcon, colour: 'text-ok' },
  queued: { icon: ClockIcon, colour: 'text-waiting' },
  failed: { icon: CircleAlertIcon, colour: 'text-bad' },
} as const

/** Deliveries says of each address how the mail to it stands. */
export function Deliveries({ to }: { to: readonly Schemas['Delivery'][] }) {
  const { t } = useTranslation('offline')
  return (
    <ul className="mt-2 flex flex-col gap-0.5 text-[11.5px]">
      {to.map(({ address, state, trouble }) => {
        const { icon: Icon, colour } = SIGNS[state]
        return (
          <li key={address} className="flex items-start gap-1.5">
            <Icon aria-hidden="true" className={`mt-0.5 size-3 shrink-0 ${colour}`} />
            <span className="min-w-0 wrap-anywhere">
              {address} – {t(state === 'queued' && trouble ? 'mail.again' : `mail.${state}`)}
              {trouble && state !== 'sent' && `: ${t(`trouble.${trouble}`)}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
