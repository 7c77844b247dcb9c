import { ExternalLinkIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { linkify } from './linkify'

/** PageCard is a page that was offered to the visitor, with its link (MON-5). */
export function PageCard({ address }: { address: string }) {
  const { t } = useTranslation('conversation')
  const [link] = linkify(address)
  const { host, rest } = partsOf(address)
  return (
    <div className="flex w-72 max-w-full items-center gap-2.5 rounded-xl border border-line bg-surface p-2.5">
      <span className="flex size-9 shrink-0 items-center justify-center rounded-md bg-soft text-accent">
        <ExternalLinkIcon aria-hidden="true" className="size-4.5" strokeWidth={1.75} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-[11.5px] text-muted">{t('pageOffered')}</p>
        <a
          href={link?.href}
          title={address}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="block truncate rounded-xs font-medium text-accent underline underline-offset-2 outline-none focus-visible:ring-2 focus-visible:ring-accent"
        >
          {rest || host}
        </a>
        {rest && <p className="truncate text-[11.5px] text-muted">{host}</p>}
      </div>
    </div>
  )
}

function partsOf(address: string): { host: string; rest: string } {
  try {
    const { host, pathname, search, hash } = new URL(address)
    return { host, rest: pathname === '/' && !search && !hash ? '' : pathname + search + hash }
  } catch {
    return { host: address, rest: '' }
  }
}
