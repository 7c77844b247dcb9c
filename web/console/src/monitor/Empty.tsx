import { useStore } from '@nanostores/react'
import { Link } from '@tanstack/react-router'
import { ExternalLinkIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $floor, visitsIn } from '../state/floor'
import { toggleAllWindows, toggleWindow } from '../state/windows'
import { Button } from '../ui/Button'

const LINK =
  'inline-flex h-8 items-center gap-1.5 rounded-lg border border-line bg-surface px-3 font-medium outline-none hover:bg-sunk focus-visible:outline-2 focus-visible:outline-accent pointer-coarse:h-11 [&_svg]:size-3.75'

/** NobodyHere says what the floor will hold, and how visitors come onto it. */
export function NobodyHere({ me }: { me: Schemas['Me'] | undefined }) {
  const { t } = useTranslation('monitor')
  return (
    <Note title={t('empty.title')} text={t('empty.text')}>
      {me?.demo ? (
        <>
          <a href="/demo/" target="_blank" rel="noopener" className={LINK}>
            <ExternalLinkIcon strokeWidth={1.75} />
            {t('empty.demo')}
          </a>
          <p className="basis-full text-muted">{t('empty.demoHint')}</p>
        </>
      ) : (
        <Link to="/settings/$page" params={{ page: 'site' }} className={LINK}>
          {t('empty.site')}
        </Link>
      )}
    </Note>
  )
}

/** AllClosed says that no zone window is open, and offers those with visitors. */
export function AllClosed() {
  const { t } = useTranslation('monitor')
  const floor = useStore($floor)
  const busy = Object.keys(floor).filter((zone) => visitsIn(floor, zone).length > 0)
  const open = () => (busy.length > 0 ? busy.forEach(toggleWindow) : toggleAllWindows())
  return (
    <Note title={t('closed.title')} text={t('closed.text')}>
      <Button onClick={open}>{t('closed.open')}</Button>
    </Note>
  )
}

function Note({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex min-h-full flex-col items-center justify-center gap-2 p-6 text-center">
      <Empty />
      <h2 className="font-[640] text-[16px]">{title}</h2>
      <p className="max-w-[46ch] text-muted">{text}</p>
      <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>
    </div>
  )
}

// An empty floor: windows without badges.
function Empty() {
  return (
    <svg aria-hidden="true" viewBox="0 0 96 60" className="mb-2 w-24 text-line" fill="none" stroke="currentColor" strokeWidth="2">
      <rect x="1" y="1" width="44" height="34" rx="6" />
      <rect x="51" y="1" width="44" height="34" rx="6" />
      <rect x="1" y="41" width="94" height="18" rx="6" />
      <path d="M9 12h14M59 12h14M9 50h14" strokeLinecap="round" />
    </svg>
  )
}
