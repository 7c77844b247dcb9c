import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { useBlocks } from '../block/block'
import { useCanned } from '../canned/canned'
import { wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { Account } from './Account'
import { AlertSettings } from './AlertSettings'
import { BlockedVisitors } from './BlockedVisitors'
import { CannedSettings } from './CannedSettings'
import { Departments } from './Departments'
import { EmailSettings } from './EmailSettings'
import { useMailSettings } from './email'
import { GeneralSettings } from './GeneralSettings'
import { LiveHelpSettings } from './LiveHelpSettings'
import { SiteSettings } from './SiteSettings'
import { useOperators, useSettings, useSites } from './settings'
import { VoiceSettings } from './VoiceSettings'

/** SETTINGS_PAGES are the pages of Settings, in their order. */
export const SETTINGS_PAGES = [
  'general',
  'site',
  'live-help',
  'departments',
  'canned',
  'blocked',
  'email',
  'voice',
  'alerts',
  'account',
] as const
/** SettingsPageName is one of SETTINGS_PAGES. */
export type SettingsPageName = (typeof SETTINGS_PAGES)[number]

/** SettingsPage shows one page of Settings beside the list of them. */
export function SettingsPage({ page, me }: { page: SettingsPageName; me: Schemas['Me'] }) {
  const { t } = useTranslation('settings')
  const nav = useRef<HTMLElement>(null)
  // On a phone the row of pages scrolls sideways: the current one to its middle.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another place in the row
  useEffect(() => {
    const show = () => {
      const [row, link] = [nav.current, nav.current?.querySelector('[aria-current]')].map((one) => one?.getBoundingClientRect())
      if (row && link) nav.current?.scrollBy(link.left + link.width / 2 - row.left - row.width / 2, 0)
    }
    show()
    window.addEventListener('resize', show)
    return () => window.removeEventListener('resize', show)
  }, [page])
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto sm:flex-row">
      <nav
        ref={nav}
        aria-label={t('nav')}
        className="shrink-0 border-line p-3 max-sm:overflow-x-auto max-sm:border-b sm:sticky sm:top-0 sm:w-54 sm:self-start sm:p-4"
      >
        <ul className="flex gap-1 sm:flex-col">
          {SETTINGS_PAGES.map((name) => (
            <li key={name}>
              <Link
                to="/settings/$page"
                params={{ page: name }}
                aria-current={name === page ? 'page' : undefined}
                className="block rounded-lg px-3 py-1.5 whitespace-nowrap text-muted outline-none hover:text-text focus-visible:ring-3 focus-visible:ring-soft aria-[current=page]:bg-sunk aria-[current=page]:font-semibold aria-[current=page]:text-text"
              >
                {t(name)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main className="min-w-0 flex-1 border-line p-4 sm:min-h-full sm:self-start sm:border-l sm:p-8">
        <div className="mx-auto max-w-2xl">
          <h1 className="mb-6 font-[650] text-[20px]">{t(page)}</h1>
          <Page page={page} me={me} />
        </div>
      </main>
    </div>
  )
}

function Page({ page, me }: { page: SettingsPageName; me: Schemas['Me'] }) {
  switch (page) {
    case 'general':
      return <General me={me} />
    case 'site':
      return <Site me={me} />
    case 'live-help':
      return <LiveHelp me={me} />
    case 'departments':
      return <Operators me={me} />
    case 'canned':
      return <Canned />
    case 'blocked':
      return <Blocked />
    case 'voice':
      return <VoiceSettings me={me.operator} />
    case 'alerts':
      return <AlertSettings me={me.operator} />
    case 'email':
      return <Email me={me} />
    case 'account':
      return <Account me={me.operator} />
    default:
      return page satisfies never
  }
}

function General({ me }: { me: Schemas['Me'] }) {
  const operators = useOperators()
  const settings = useSettings()
  return (
    <Fetched query={settings}>
      {(now) => (
        <Fetched query={operators}>{(all) => <GeneralSettings settings={now} operators={all} me={me.operator} />}</Fetched>
      )}
    </Fetched>
  )
}

function Site({ me }: { me: Schemas['Me'] }) {
  return <Fetched query={useSites()}>{(sites) => <SiteSettings sites={sites} me={me} />}</Fetched>
}

function LiveHelp({ me }: { me: Schemas['Me'] }) {
  return <Fetched query={useSettings()}>{(now) => <LiveHelpSettings settings={now} me={me.operator} />}</Fetched>
}

function Operators({ me }: { me: Schemas['Me'] }) {
  return <Fetched query={useOperators()}>{(all) => <Departments operators={all} me={me.operator} />}</Fetched>
}

function Email({ me }: { me: Schemas['Me'] }) {
  const { t } = useTranslation('settings')
  const admin = me.operator.administrator
  const settings = useMailSettings(admin)
  if (!admin) return <p className="text-muted">{t('administratorOnly')}</p>
  return <Fetched query={settings}>{(now) => <EmailSettings settings={now} me={me.operator} />}</Fetched>
}

function Blocked() {
  return <Fetched query={useBlocks()}>{(blocks) => <BlockedVisitors blocks={blocks} />}</Fetched>
}

function Canned() {
  const { t } = useTranslation('settings')
  const { list, failed, refetch } = useCanned()
  if (list) return <CannedSettings list={list} />
  if (!failed) return <p role="status">{t('loading')}</p>
  return <Failed detail="" onAgain={refetch} />
}

interface Query<T> {
  data: T | undefined
  error: unknown
  refetch: () => unknown
}

function Fetched<T>({ query, children }: { query: Query<T>; children: (data: T) => ReactNode }) {
  const { t } = useTranslation('settings')
  if (query.data !== undefined) return children(query.data)
  if (!query.error) {
    return (
      <p role="status" className="text-muted">
        {t('loading')}
      </p>
    )
  }
  return <Failed detail={wordsOf(query.error)} onAgain={query.refetch} />
}

function Failed({ detail, onAgain }: { detail: string; onAgain: () => unknown }) {
  const { t } = useTranslation('settings')
  return (
    <div role="alert" className="flex flex-col items-start gap-3">
      <p className="text-bad">{t('loadFailed', { detail })}</p>
      <Button onClick={() => onAgain()}>{t('again')}</Button>
    </div>
  )
}
