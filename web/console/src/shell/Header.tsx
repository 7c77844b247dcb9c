import { useStore } from '@nanostores/react'
import { Link } from '@tanstack/react-router'
import { CircleHelpIcon, HeadsetIcon, LayoutGridIcon, MessagesSquareIcon, SearchIcon, SettingsIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../command/command'
import { $queue } from '../state/live'
import { BrandMark } from '../ui/BrandMark'
import { Keys } from '../ui/Keys'
import { Floats } from '../ui/Menu/floats'
import { ConnectionSign } from './ConnectionSign'
import { LiveHelpSwitch } from './LiveHelpSwitch'
import { OperatorMenu } from './OperatorMenu'
import { openPalette, PALETTE_KEYS } from './openPalette'

/** Header leads to the pages and always shows the operator's own standing: the line, Live Help, who he is. */
export function Header({ commands }: { commands: readonly Command[] }) {
  const { t } = useTranslation('shell')
  return (
    <header className="flex h-12 shrink-0 items-center gap-1.5 border-line border-b bg-surface px-3.5 max-sm:gap-0.5 max-sm:px-2.5">
      <Link
        to="/"
        aria-label={t('brand')}
        className="mr-3 flex items-center gap-2 rounded-control font-semibold text-[15px] outline-none focus-visible:ring-2 focus-visible:ring-accent max-sm:mr-1"
      >
        <BrandMark />
        <span className="max-sm:hidden">{t('brand')}</span>
      </Link>
      <nav aria-label={t('nav')} className="flex gap-1 max-sm:gap-0">
        <Page to="/" icon={<LayoutGridIcon />} label={t('monitor')} />
        <Page to="/communication" icon={<HeadsetIcon />} label={t('communication')} mark={<Waiting />} />
        <Page to="/conversations" icon={<MessagesSquareIcon />} label={t('conversations')} />
        <Page to="/settings" icon={<SettingsIcon />} label={t('settings')} />
        <Page to="/help" icon={<CircleHelpIcon />} label={t('help')} />
      </nav>
      <div className="flex-1" />
      <button
        type="button"
        onClick={openPalette}
        aria-keyshortcuts="Control+K Meta+K"
        className="flex h-8 items-center gap-2 rounded-control border border-line bg-background px-2.5 text-muted outline-none hover:border-edge focus-visible:ring-2 focus-visible:ring-accent max-xl:size-10 max-xl:justify-center max-xl:border-0 max-xl:bg-transparent max-xl:px-0 xl:w-68"
      >
        <SearchIcon className="size-4 shrink-0" />
        <span className="flex-1 truncate text-left max-xl:sr-only">{t('palette')}</span>
        <span aria-hidden="true" className="max-xl:hidden">
          <Keys keys={PALETTE_KEYS} />
        </span>
      </button>
      <ConnectionSign />
      <LiveHelpSwitch />
      <OperatorMenu commands={commands} />
      <Floats />
    </header>
  )
}

/** Waiting is how many stand in the queue; for the ear the summary says it. */
function Waiting() {
  const waiting = useStore($queue).length
  if (waiting === 0) return null
  return (
    <span
      aria-hidden="true"
      className="ml-1.5 font-semibold text-waiting tabular-nums max-lg:absolute max-lg:top-0.5 max-lg:right-0.5 max-lg:ml-0 max-lg:text-[11px]"
    >
      {waiting}
    </span>
  )
}

interface Door {
  to: '/' | '/communication' | '/conversations' | '/settings' | '/help'
  icon: ReactNode
  label: string
  mark?: ReactNode
}

function Page({ to, icon, label, mark }: Door) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/' }}
      title={label}
      className="relative flex h-8 items-center rounded-control px-2.5 font-medium text-muted outline-none hover:text-text focus-visible:ring-2 focus-visible:ring-accent aria-[current=page]:bg-sunk aria-[current=page]:text-text max-xl:px-2 max-lg:size-10 max-lg:justify-center max-lg:px-0 [&_svg]:size-4.5 [&_svg]:stroke-[1.75] lg:[&_svg]:hidden"
    >
      {icon}
      <span className="max-lg:sr-only">{label}</span>
      {mark}
    </Link>
  )
}
