import { Link, useParams } from '@tanstack/react-router'
import clsx from 'clsx'
import { ArrowLeftIcon, InboxIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Show, useBoard } from './board'
import { MessageDetail } from './MessageDetail'
import { MessageList } from './MessageList'

/** MessageBoard lists what visitors left when nobody answered, and shows the chosen message beside it; on a phone in its place (OFF-2). */
export function MessageBoard() {
  const { t } = useTranslation('offline')
  const { id } = useParams({ strict: false })
  const [show, setShow] = useState<Show>('all')
  const some = useBoard(show).data?.pages.some((page) => page.messages.length > 0)
  return (
    <main className="flex h-full min-h-0">
      <section
        aria-label={t('list')}
        className={clsx(
          'flex min-h-0 w-100 shrink-0 flex-col border-line border-r bg-surface max-md:w-full max-md:border-r-0',
          id && 'max-md:hidden',
        )}
      >
        <MessageList show={show} onShow={setShow} />
      </section>
      <div className={clsx('flex min-h-0 min-w-0 flex-1 flex-col', !id && 'max-md:hidden')}>
        {id ? (
          <>
            <Link
              to="/messages"
              className="m-2 -mb-1 inline-flex h-10 items-center gap-1.5 self-start rounded-control px-2 text-muted outline-none focus-visible:ring-2 focus-visible:ring-accent md:hidden"
            >
              <ArrowLeftIcon aria-hidden="true" className="size-4" />
              {t('back')}
            </Link>
            <MessageDetail key={id} id={id} />
          </>
        ) : (
          some && (
            <div className="flex h-full flex-col items-center justify-center gap-2 p-6 text-center text-muted">
              <InboxIcon aria-hidden="true" className="size-8 stroke-[1.25]" />
              <p className="max-w-[40ch]">{t('choose')}</p>
            </div>
          )
        )}
      </div>
    </main>
  )
}
