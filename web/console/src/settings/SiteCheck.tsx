import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { CircleAlertIcon, CircleCheckIcon, CircleDashedIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { agoOf } from '../conversation/moment'
import { api, queries, wordsOf } from '../state/api'
import { serverNow } from '../state/clock'
import { Button } from '../ui/Button'
import { SITES } from './settings'

const EVERY = 2000

type Check = Schemas['SiteCheck']

/** SiteCheck says live whether the snippet works and, when it does not, what stands in its way (OPS-7). */
export function SiteCheck({
  site,
  onAllow,
}: {
  site: Schemas['Site']
  onAllow?: (origin: string) => Promise<unknown> | undefined
}) {
  const { t } = useTranslation('settings')
  const { data: check, isError } = useQuery({
    queryKey: ['check', site.id],
    queryFn: () => api.get<Check>(`/sites/${site.id}/check`),
    refetchInterval: EVERY,
    retry: false,
  })
  if (!check) return <Verdict tone="waiting" title={isError ? t('ops.verdict.unknown') : t('loading')} />
  return (
    <div className="flex flex-col gap-3">
      <Words check={check} site={site} />
      <p role="status" className="sr-only">
        {t(`ops.announced.${check.verdict}`)}
      </p>
      {check.foreign.length > 0 && <Foreign check={check} onAllow={onAllow} />}
    </div>
  )
}

function Words({ check, site }: { check: Check; site: Schemas['Site'] }) {
  const { t } = useTranslation('settings')
  const now = serverNow()
  const v = (key: string, values?: Record<string, string>) => t(`ops.verdict.${key}`, values)
  switch (check.verdict) {
    case 'seen':
      return (
        <Verdict tone="ok" title={v('seen', { ago: agoOf(check.lastPage ?? now, now) })}>
          {check.lastURL && <span className="wrap-anywhere">{v('seenOn', { url: check.lastURL })}</span>}
        </Verdict>
      )
    case 'waiting':
      return (
        <Verdict tone="waiting" title={v('waiting')}>
          {check.lastScript ? v('scriptOnly', { ago: agoOf(check.lastScript, now) }) : v('waitingMore')}
        </Verdict>
      )
    case 'off':
      return (
        <Verdict tone="bad" title={v('off')}>
          {v(site.mode === 'unset' ? 'unsetMore' : 'offMore')}
        </Verdict>
      )
    case 'wrong-origin':
      return (
        <Verdict tone="bad" title={v('wrongOrigin')}>
          {v('wrongOriginMore')}
        </Verdict>
      )
    case 'blocked':
      return (
        <Verdict tone="bad" title={v('blocked')}>
          {v('blockedMore', { ago: agoOf(check.lastScript ?? now, now) })}
        </Verdict>
      )
    case 'proxy':
      return (
        <Verdict tone="waiting" title={v('proxy')}>
          {v('proxyMore', { address: check.address ?? '?' })}
        </Verdict>
      )
    default:
      return check.verdict satisfies never
  }
}

function Foreign({ check, onAllow }: { check: Check; onAllow?: (origin: string) => Promise<unknown> | undefined }) {
  const { t } = useTranslation('settings')
  const [problem, setProblem] = useState<string>()
  const now = serverNow()
  const allow = async (origin: string) => {
    setProblem(undefined)
    try {
      await onAllow?.(origin)
      await queries.invalidateQueries({ queryKey: SITES })
      await queries.invalidateQueries({ queryKey: ['check'] })
    } catch (error) {
      setProblem(wordsOf(error))
    }
  }
  return (
    <div>
      {check.verdict !== 'wrong-origin' && <p className="mb-1 text-muted">{t('ops.also')}</p>}
      <ul className="flex flex-col gap-1">
        {check.foreign.map(({ origin, count, last }) => (
          <li key={origin} className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line px-3 py-1.5">
            <code className="flex-1 font-mono text-[12px] wrap-anywhere">{origin}</code>
            <span className="text-muted tabular-nums">{t('ops.verdict.uses', { count, ago: agoOf(last, now) })}</span>
            {onAllow && <Button onClick={() => allow(origin)}>{t('ops.verdict.allow', { origin })}</Button>}
          </li>
        ))}
      </ul>
      <p role="alert" className="text-bad empty:hidden">
        {problem && t('failed', { detail: problem })}
      </p>
    </div>
  )
}

function Verdict({ tone, title, children }: { tone: 'ok' | 'waiting' | 'bad'; title: string; children?: ReactNode }) {
  const Icon = { ok: CircleCheckIcon, waiting: CircleDashedIcon, bad: CircleAlertIcon }[tone]
  const colour = { ok: 'text-ok', waiting: 'text-waiting', bad: 'text-bad' }[tone]
  return (
    <div className="flex items-start gap-3 rounded-xl border border-line bg-surface px-4 py-3">
      <Icon aria-hidden="true" className={clsx('mt-0.5 size-4 shrink-0', colour)} />
      <div>
        <p className="font-semibold tabular-nums">{title}</p>
        {children && <p className="mt-0.5 text-muted">{children}</p>}
      </div>
    </div>
  )
}
