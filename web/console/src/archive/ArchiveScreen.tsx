import { getRouteApi } from '@tanstack/react-router'
import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import { wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { useArchive, useRenewal } from './archive'
import { Export } from './Export'
import { Filters } from './Filters'
import { Found } from './Found'
import { type Filter, isNarrowed, type View, without } from './filter'
import { Opened } from './Opened'

const route = getRouteApi('/signed/conversations')

/** ArchiveScreen is the page **Conversations** (OPS-9): what was said with whom, searched and filtered, with one open beside the list. */
export function ArchiveScreen() {
  const { t } = useTranslation('archive')
  const { open, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const narrowed = isNarrowed(filter)
  useRenewal()
  // Words change the address with every pause: the way back leads to what was before them.
  const go = (view: View, replace = true) => void navigate({ search: without(view), replace })
  return (
    <main className="flex h-full min-h-0 flex-col">
      <div className="flex items-center gap-2 px-3 pt-3 sm:px-4">
        <h1 className="flex-1 font-[650] text-[20px]">{t('title')}</h1>
        <Export filter={filter} />
      </div>
      <Filters
        filter={filter}
        narrowed={narrowed}
        onChange={(change) => go({ ...filter, ...change, open })}
        onClear={() => go({ open })}
      />
      <div className="flex min-h-0 flex-1">
        <div
          className={clsx(
            'min-h-0 w-full overflow-y-auto p-2 lg:w-[400px] lg:shrink-0 lg:border-line lg:border-r',
            open && 'max-lg:hidden',
          )}
        >
          <List
            filter={filter}
            narrowed={narrowed}
            open={open}
            onOpen={(id) => go({ ...filter, open: id }, open !== undefined)}
          />
        </div>
        <div className={clsx('min-h-0 min-w-0 flex-1', !open && 'max-lg:hidden')}>
          {open ? (
            <Opened key={open} id={open} onClose={() => go(filter)} />
          ) : (
            <p className="flex h-full items-center justify-center p-8 text-center text-muted">{t('choose')}</p>
          )}
        </div>
      </div>
    </main>
  )
}

function List(props: { filter: Filter; narrowed: boolean; open: string | undefined; onOpen: (id: string) => void }) {
  const { t } = useTranslation('archive')
  const { data, error, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage, refetch } = useArchive(props.filter)
  const found = data?.pages.flatMap((page) => page.conversations) ?? []
  if (error && !data) {
    return (
      <div role="alert" className="flex flex-col items-start gap-2 p-3">
        <p className="text-bad">{t('failed', { detail: wordsOf(error) })}</p>
        <Button onClick={() => void refetch()}>{t('again')}</Button>
      </div>
    )
  }
  const words = !data ? t('loading') : found.length > 0 ? '' : t(props.narrowed ? 'noneFound' : 'none')
  return (
    <>
      <p role="status" className="px-3 py-6 text-center text-muted empty:hidden">
        {words}
      </p>
      <ul
        aria-label={t('title')}
        aria-busy={isPlaceholderData}
        className={clsx('flex flex-col gap-0.5', isPlaceholderData && 'opacity-60')}
      >
        {found.map((one) => (
          <Found
            key={one.conversation.id}
            found={one}
            open={one.conversation.id === props.open}
            onOpen={() => props.onOpen(one.conversation.id)}
          />
        ))}
      </ul>
      {hasNextPage && (
        <div className="flex justify-center py-3">
          <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  )
}
