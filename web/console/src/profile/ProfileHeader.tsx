import { useStore } from '@nanostores/react'
import { useNavigate } from '@tanstack/react-router'
import { BanIcon, ChevronDownIcon, LocateIcon, XIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { BlockedNotice } from '../block/BlockedNotice'
import { useBlockOf } from '../block/block'
import { block } from '../command/visitor'
import { showOnMonitor } from '../monitor/show'
import { $pictureTime } from '../state/pictureTime'
import { foldProfiles } from '../state/profiles'
import { Flag } from '../ui/Flag'
import { IconButton } from '../ui/IconButton'
import { toast } from '../ui/Toast/toasts'
import { countryOf, lengthOf, ordinalOf } from './described'

/** ProfileHeader says who it is: flag, name, and one line of what is known. */
export function ProfileHeader({ visit, name, onClose }: { visit: Schemas['Visit']; name: string; onClose: () => void }) {
  const { t } = useTranslation('profile')
  const navigate = useNavigate()
  const show = async () => {
    await navigate({ to: '/' })
    showOnMonitor(visit.id)
  }
  return (
    <header className="px-4 pt-3 pb-1">
      <div className="flex items-center gap-2.5">
        {visit.country && <Flag country={visit.country} />}
        <h2 dir="auto" className="min-w-0 flex-1 truncate text-left font-[640] text-[16px]" title={name}>
          {name}
        </h2>
        {visit.presence !== 'left' && (
          <IconButton className="max-md:hidden" label={t('showOnMonitor')} icon={<LocateIcon />} onClick={() => void show()} />
        )}
        <BlockButton visit={visit} />
        <IconButton className="md:hidden" label={t('fold')} icon={<ChevronDownIcon />} onClick={putAside} />
        <IconButton label={t('closeOf', { name })} icon={<XIcon />} onClick={onClose} />
      </div>
      <p className="truncate text-muted">
        <Facts visit={visit} name={name} />
      </p>
      <BlockedNotice visit={visit} />
    </header>
  )
}

function putAside(): void {
  foldProfiles()
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-folded]')?.focus())
}

function BlockButton({ visit }: { visit: Schemas['Visit'] }) {
  const { t } = useTranslation('block')
  const blocked = useBlockOf(visit)
  if (blocked) return null
  const ask = () => {
    const reason = block.reason?.(visit.id)
    if (reason === undefined) block.run(visit.id)
    else toast(reason)
  }
  return <IconButton label={t('block')} icon={<BanIcon />} onClick={ask} />
}

function Facts({ visit, name }: { visit: Schemas['Visit']; name: string }) {
  const { t } = useTranslation('profile')
  const now = useStore($pictureTime)
  const blocked = useBlockOf(visit)
  const visits = visit.visits > 1 ? t('nth', { ordinal: ordinalOf(visit.visits) }) : t('first')
  const pages = t('pages', { count: visit.pages })
  const country = visit.country && countryOf(visit.country)
  const place = [visit.city, country].find((one) => one && one !== name)
  const facts = [place, visits].filter(Boolean).join(' · ')
  if (visit.presence === 'left') return `${facts} · ${pages} · ${t(blocked ? 'blocked' : 'left').toLowerCase()}`
  return (
    <>
      {facts} · {pages}, <span className="tabular-nums">{lengthOf(now - visit.started)}</span>
      {visit.title && (
        <>
          {' '}
          · {t('onPage')} <span className="text-text">{visit.title}</span>
        </>
      )}
    </>
  )
}
