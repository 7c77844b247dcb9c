import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { useBlockOf } from '../block/block'
import { exactTimeOf } from '../conversation/moment'
import { TruthLine } from '../invitation/TruthLine'
import { wordsOf } from '../state/api'
import { Button } from '../ui/Button'
import { pathOf } from './described'
import { Known } from './Known'
import { useVisitDetail, useZone } from './profiles'
import { Scroll } from './Scroll'

/** General tells what this visit has seen and what is known of the visitor. */
export function General({ visit, name }: { visit: Schemas['Visit']; name: string }) {
  const { t } = useTranslation('profile')
  const detail = useVisitDetail(visit)
  const blocked = useBlockOf(visit)
  return (
    <Scroll>
      {visit.presence === 'left' && !blocked && (
        <p className="rounded-lg bg-sunk px-3 py-2">
          <span className="font-medium">{t('hasLeft', { name })}</span> {t('hasLeftMore')}
        </p>
      )}
      {detail.error && !detail.data ? (
        <div role="alert" className="flex flex-col items-start gap-2">
          <p className="text-bad">{t('loadFailed', { detail: wordsOf(detail.error) })}</p>
          <Button onClick={() => void detail.refetch()}>{t('again')}</Button>
        </div>
      ) : (
        <Pages visit={visit} pages={detail.data?.pages} />
      )}
      <Known visit={visit} firstSeen={detail.data?.firstSeen} />
      <Invitations invitations={detail.data?.invitations} />
    </Scroll>
  )
}

function Pages({ visit, pages }: { visit: Schemas['Visit']; pages?: readonly Schemas['PageView'][] }) {
  const { t } = useTranslation('profile')
  return (
    <section>
      <h3 className="mb-2 font-semibold">{t('pagesTitle')}</h3>
      {!pages && <p className="text-muted">{t('loading')}…</p>}
      {pages?.length === 0 && <p className="text-muted">{t('noPages')}</p>}
      <ol className="flex flex-col gap-2">
        {pages?.map((page, i) => (
          <PageRow key={page.id} page={page} current={i === 0 && visit.presence !== 'left'} />
        ))}
      </ol>
      {pages && pages.length < visit.pages && pages.length >= 200 && (
        <p className="mt-2 text-muted">{t('morePages', { count: visit.pages })}</p>
      )}
    </section>
  )
}

function PageRow({ page, current }: { page: Schemas['PageView']; current: boolean }) {
  const { t } = useTranslation('profile')
  const zone = useZone(page.zone)
  return (
    <li className="flex gap-3">
      <span className="w-15 shrink-0 text-[11.5px] text-muted leading-5 tabular-nums">{exactTimeOf(page.at)}</span>
      <span
        role="img"
        aria-label={zone?.name}
        title={zone?.name}
        className="mt-1.5 size-2.5 shrink-0 rounded-[3px]"
        style={{ backgroundColor: zone?.colour }}
      />
      <div className="min-w-0 flex-1">
        <p className="flex gap-1 font-medium">
          <span className="truncate">{page.title || pathOf(page.url)}</span>
          {current && <span className="shrink-0 font-normal text-muted">· {t('current')}</span>}
        </p>
        <p className="truncate text-[11.5px] text-muted" title={page.url}>
          {pathOf(page.url)}
        </p>
      </div>
    </li>
  )
}

function Invitations({ invitations }: { invitations?: readonly Schemas['Invitation'][] }) {
  const { t } = useTranslation('profile')
  return (
    <section>
      <h3 className="mb-2 font-semibold">{t('invitationsTitle')}</h3>
      {invitations?.length === 0 && <p className="text-muted">{t('noInvitations')}</p>}
      <ol className="flex flex-col gap-3">
        {invitations?.map((invitation) => (
          <li key={invitation.id}>
            <p className="line-clamp-2 wrap-anywhere">“{invitation.text}”</p>
            <p className="text-[11.5px] text-muted">
              {invitation.operatorName} · <TruthLine invitation={invitation} inLine />
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
