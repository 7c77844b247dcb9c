import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { ALL_PUSHED, endPush, fetchPush, hindrance, PUSH, type Pushed, switchPush } from '../alert/push'
import { Notice } from '../conversation/Notice'
import { text } from '../i18n'
import { api, queries, Refusal, wordsOf } from '../state/api'
import { Section } from './Section'
import { SETTINGS } from './settings'
import { Tick } from './Tick'

/** What is being changed is shown as it shall be; `wants` is null where nothing shall be pushed to this browser. */
interface Doing {
  on?: boolean
  wants?: readonly Pushed[] | null
}

type Change = (doing: Doing, run: () => Promise<string | undefined>) => void

/** PushSettings switches web push (ALT-1): an administrator for all, each operator for the browser before him. */
export function PushSettings({ me }: { me: Schemas['Operator'] }) {
  const { t } = useTranslation('push')
  const { data: push, error } = useQuery({ queryKey: PUSH, queryFn: fetchPush })
  const [trouble, setTrouble] = useState('')
  const [doing, setDoing] = useState<Doing>({})
  const before = useRef<Promise<unknown>>(Promise.resolve())
  const change: Change = (next, run) => {
    setTrouble('')
    setDoing((now) => ({ ...now, ...next }))
    const mine = before.current.then(run).catch(wordsOfPush)
    before.current = mine
    void mine.then((words) => {
      if (before.current !== mine) return
      setTrouble(words ?? '')
      setDoing({})
    })
  }
  const on = doing.on ?? push?.on ?? false
  const wants = doing.wants === null ? undefined : (doing.wants ?? push?.wants)
  return (
    <Section title={t('title')} hint={t('hint')}>
      {push && me.administrator && <ForAll on={on} change={change} />}
      {push && <Here on={on} wants={wants} change={change} administrator={me.administrator} />}
      {error && <Notice tone="bad">{wordsOf(error)}</Notice>}
      <div role="status" className="empty:hidden">
        {trouble && <Notice tone="bad">{trouble}</Notice>}
      </div>
    </Section>
  )
}

function ForAll({ on, change }: { on: boolean; change: Change }) {
  const { t } = useTranslation('push')
  const turn = async (webPush: boolean) => {
    const settings = await api.get<Schemas['Settings']>('/settings')
    await api.put('/settings', { ...settings, webPush })
    await queries.invalidateQueries({ queryKey: SETTINGS })
    return undefined
  }
  return (
    <div className="rounded-window border border-line px-3.5 py-2.5">
      <Tick label={t('forAll')} hint={t('forAllHint')} checked={on} onChange={(to) => change({ on: to }, () => turn(to))} />
    </div>
  )
}

function Here(props: { on: boolean; wants: readonly Pushed[] | undefined; change: Change; administrator: boolean }) {
  const { on, wants, change, administrator } = props
  const { t } = useTranslation('push')
  const why = hindrance()
  const impossible = !on || why !== undefined
  const want = (now: readonly Pushed[]) =>
    change({ wants: now }, async () => ((await switchPush(now)) ? undefined : hindrance() ? undefined : text('push:asked')))
  const end = () =>
    change({ wants: null }, async () => {
      await endPush()
      return undefined
    })
  return (
    <>
      <div className="rounded-window border border-line">
        <div className="px-3.5 py-2.5">
          <Tick
            label={t('here')}
            hint={t('hereHint')}
            checked={wants !== undefined && !impossible}
            disabled={impossible}
            onChange={(to) => (to ? want(ALL_PUSHED) : end())}
          />
        </div>
        {wants && !impossible && (
          <ul aria-label={t('kinds')} className="divide-y divide-line border-line border-t">
            {ALL_PUSHED.map((kind) => (
              <li key={kind} className="py-2.5 pr-3.5 pl-10.5">
                <Tick
                  label={t(kind)}
                  checked={wants.includes(kind)}
                  onChange={(to) => want(ALL_PUSHED.filter((one) => (one === kind ? to : wants.includes(one))))}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      {impossible && (
        <div role="status">
          <Notice tone="waiting">{t(why ?? (administrator ? 'off' : 'offForOthers'))}</Notice>
        </div>
      )}
    </>
  )
}

// What a browser says when it can't subscribe is for those who make it.
function wordsOfPush(error: unknown): string {
  return error instanceof Refusal ? error.message : text('push:unreachable')
}
